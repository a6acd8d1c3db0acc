/**
 * Memory translators. Read {@link hv.ept.Identity} first: like {@link hv.ept.Offset} it says where guest memory lies, and one of the two ends each
 * chain. {@link hv.ept.HookedPage} stands before it: it shows one copy of a page to reads and writes while another executes.
 */
package hv.ept;
