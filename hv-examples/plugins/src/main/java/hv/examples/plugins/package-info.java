/**
 * Six plugins, each of another kind: {@link hv.examples.plugins.CpuidSpoof} (read it first) answers an exit, {@link hv.examples.plugins.HiddenPage} hooks a
 * page of memory, {@link hv.examples.plugins.Greeting} offers a hypercall, {@link hv.examples.plugins.ExitStatistics} observes,
 * {@link hv.examples.plugins.ExitMeter} is read by the guest itself, and {@link hv.examples.plugins.Dice} is a device. None is on by default;
 * {@code --plugins +cpuid-spoof} adds one.
 */
package hv.examples.plugins;
