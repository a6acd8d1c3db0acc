/**
 * Model-specific registers of a guest. Read {@link hv.handlers.msr.KnownMsrs} first, the table of registers; {@link hv.handlers.msr.Msr} is the exit
 * handler that serves it.
 */
package hv.handlers.msr;
