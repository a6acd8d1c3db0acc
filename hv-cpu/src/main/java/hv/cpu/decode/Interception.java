package hv.cpu.decode;

import hv.api.x86.ExitReason;

/**
 * The interception of an instruction in VMX non-root operation: the VM exit that it may cause, and the control that it needs to exist there.
 *
 * @param reason    the basic exit reason; null for an instruction that no control intercepts
 * @param always    whether it exits whatever the controls are
 * @param primary   mask of primary processor-based controls, any of which makes it exit
 * @param secondary mask of secondary processor-based controls, any of which makes it exit. Where both masks are 0, and it does not always exit, a
 *                  bitmap or a mask in the VMCS decides
 * @param enable    the secondary control without which it is an undefined opcode in non-root operation; 0 where it needs none
 * @sdm 3C chapter 26 "Instructions That Cause VM Exits"
 */
public record Interception(ExitReason reason, boolean always, int primary, int secondary, int enable) {
    static final Interception NONE = new Interception(null, false, 0, 0, 0);

    Interception reason(ExitReason reason) { return new Interception(reason, always, primary, secondary, enable); }
    Interception whateverTheControls() { return new Interception(reason, true, primary, secondary, enable); }
    Interception primary(int controls) { return new Interception(reason, always, primary | controls, secondary, enable); }
    Interception secondary(int controls) { return new Interception(reason, always, primary, secondary | controls, enable); }
    Interception enable(int control) { return new Interception(reason, always, primary, secondary, control); }
}
