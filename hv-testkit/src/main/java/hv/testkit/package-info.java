/**
 * Tests for plugins, shipped with the SPI. Read {@link hv.testkit.ExitHandlerContract} first: a plugin's test class extends it and
 * says how to make the plugin. {@link hv.testkit.FakeVm} and {@link hv.testkit.FakeVcpu} stand in for a virtual machine where no
 * instruction need be executed.
 */
package hv.testkit;
