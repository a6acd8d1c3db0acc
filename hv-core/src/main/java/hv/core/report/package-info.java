/**
 * The reports of a run, while it happens and at its end. Read {@link hv.core.report.Story} first, the steps in the life of VT-x; a
 * {@link hv.core.report.Narrator} hears them. {@link hv.core.report.RunReport} says how each machine ended ({@link hv.core.report.Ending}), and
 * {@link hv.core.report.HvException} ends or refuses a run with a message for people.
 */
package hv.core.report;
