package hv.launcher;

import com.google.inject.AbstractModule;
import hv.core.config.ProcessorFactory;
import hv.cpu.LogicalProcessor;
import hv.launcher.screen.Terminal;

/** Guice's bindings for the commands: this process's terminal and the emulated processor. */
final class LauncherModule extends AbstractModule {
    private final Terminal terminal;

    LauncherModule(Terminal terminal) { this.terminal = terminal; }

    @Override protected void configure() {
        bind(Terminal.class).toInstance(terminal);
        bind(ProcessorFactory.class).toInstance(LogicalProcessor::create);
    }
}
