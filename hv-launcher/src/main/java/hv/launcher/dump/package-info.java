/** A VMCS from elsewhere: the text that {@link hv.launcher.dump.Dump#read} understands, as field values. */
package hv.launcher.dump;
