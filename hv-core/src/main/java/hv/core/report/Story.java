package hv.core.report;

import hv.api.Feature;
import hv.api.FeatureProbe.Support;
import hv.api.x86.Hpa;

/** A step in the life of VT-x, as it was taken. {@link #sentence} is for people. */
public sealed interface Story {
    /** A probe looked at the processor. @param condition what it looked at, as {@link hv.api.FeatureProbe#condition} tells */
    record Probed(String probe, Feature feature, String condition, Support support) implements Story {}
    /** The host's own tables and regions are laid out in RAM. */
    record HostReady(Hpa first, long bytes) implements Story {}
    /** CR4.VMXE := 1. */
    record Unlocked() implements Story {}
    /** VMXON succeeded. */
    record VmxOn(Hpa region, int revision) implements Story {}
    /** VMCLEAR of a virtual machine's VMCS. */
    record Cleared(String machine, Hpa vmcs) implements Story {}
    /** VMPTRLD of a virtual machine's VMCS. */
    record Loaded(String machine, Hpa vmcs) implements Story {}
    /** VMWRITE of one of the five areas. */
    record Written(String machine, String area, int fields) implements Story {}
    /** A control word, adjusted by its capability MSR. */
    record Adjusted(String machine, String controls, int wanted, int written, int capabilityMsr) implements Story {}
    /** A plugin is attached. */
    record Attached(String machine, String plugin) implements Story {}
    /** A plugin tells something that a person should know. */
    record Warned(String machine, String plugin, String message) implements Story {}
    /** The first entry by VMLAUNCH. */
    record Launched(String machine, long rip) implements Story {}
    /** The first exit was answered by VMRESUME. */
    record Resumed(String machine) implements Story {}
    /** A virtual machine ended. */
    record Ended(String machine, Ending ending, long exits) implements Story {}
    /** A machine that reset itself starts anew. */
    record Restarted(String machine, String why) implements Story {}
    /** VMXOFF. */
    record VmxOff() implements Story {}
    /** CR4.VMXE := 0. */
    record Locked() implements Story {}
    /** The guest's code goes on outside VMX operation. */
    record LeftVmx(String machine, long rip) implements Story {}
    /** Native code reached the address at which it becomes a guest. */
    record Virtualized(String machine, long rip) implements Story {}

    /** The step in one sentence. */
    default String sentence() { return Sentences.of(this); }
}
