/** A pocket manual of VMX, from tables: {@link hv.launcher.manual.Manual} finds fields, controls, exit reasons and VM-instruction errors. */
package hv.launcher.manual;
