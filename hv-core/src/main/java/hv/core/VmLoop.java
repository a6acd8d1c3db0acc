package hv.core;

/** Run a guest, ask the plugins about each exit, and go on as they say. */
final class VmLoop {
    private VmLoop() {}
}
