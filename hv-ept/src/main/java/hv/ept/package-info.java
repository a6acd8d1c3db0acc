/**
 * Memory translators. {@link hv.ept.Identity} and {@link hv.ept.Offset} say where guest memory lies; one of them ends each chain.
 * {@link hv.ept.HookedPage} stands before it and shows one copy of a page to readers and writers while another executes.
 */
package hv.ept;
