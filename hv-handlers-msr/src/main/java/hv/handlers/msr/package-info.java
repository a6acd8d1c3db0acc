/**
 * Model-specific registers. {@link hv.handlers.msr.KnownMsrs} is the table of those that a guest has, {@link hv.handlers.msr.Msr} the exit
 * handler that serves it.
 */
package hv.handlers.msr;
