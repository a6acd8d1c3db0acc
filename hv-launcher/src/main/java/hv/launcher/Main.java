package hv.launcher;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Where {@code ./hv} arrives. */
@Command(name = "hv", mixinStandardHelpOptions = true)
public final class Main implements Runnable {
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }
    public void run() { System.out.println("x"); }
}
