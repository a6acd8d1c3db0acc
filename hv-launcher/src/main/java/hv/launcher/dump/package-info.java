/**
 * Dumps of a VMCS from other hypervisors. Read {@link hv.launcher.dump.Dump#read} first: it recognizes the format, KVM's log ({@code KvmLog}), a list of
 * fields ({@code FieldList}) or JSON ({@code JsonFields}), and gives the fields' values.
 */
package hv.launcher.dump;
