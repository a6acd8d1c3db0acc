/**
 * From a VM exit to the plugins that asked for it. Read {@link hv.core.dispatch.ExitChains} first: the handlers of each exit, in order, linked once.
 * {@link hv.core.dispatch.Claim} is one handler's intercept, {@link hv.core.dispatch.ChainOrder} decides who comes first, and
 * {@link hv.core.dispatch.Counters} counts exits and calls.
 */
package hv.core.dispatch;
