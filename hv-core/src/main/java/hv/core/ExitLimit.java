package hv.core;

import hv.core.dispatch.Counters;
import hv.core.report.ErrorKind;
import hv.core.report.ExitSentence;
import hv.core.report.HvException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Ends a run whose handler does not return. Such a run has a thread of its own, which can be abandoned. */
final class ExitLimit {
    private static final int STACK_SHOWN = 12;

    private final Duration limit;
    private final List<Counters> watched;

    /** @param watched grows while the run starts its virtual machines; a thread-safe list */
    ExitLimit(Duration limit, List<Counters> watched) {
        this.limit = limit;
        this.watched = watched;
    }

    /**
     * Runs it.
     *
     * @throws HvException when a handler takes longer than the limit, naming it, the exit and where it hangs
     */
    <T> T run(Supplier<T> what) {
        var result = new CompletableFuture<T>();
        var thread = Thread.ofPlatform().daemon().name("hv-run").start(() -> complete(result, what));
        while (true) {
            try {
                return result.get(Math.max(1, Math.min(100, limit.toMillis() / 4)), TimeUnit.MILLISECONDS);
            } catch (TimeoutException _) {
                check(thread);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException known ? known : new CompletionException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw HvException.defect("the thread that waits for the run was interrupted");
            }
        }
    }

    private static <T> void complete(CompletableFuture<T> result, Supplier<T> what) {
        try {
            result.complete(what.get());
        } catch (Throwable e) {
            result.completeExceptionally(e);
        }
    }

    private void check(Thread thread) {
        for (var counters : watched) {
            counters.work().filter(work -> System.nanoTime() - work.sinceNanos() > limit.toNanos()).ifPresent(work -> {
                throw new HvException(ErrorKind.HANDLER_HANGS, "plugin '%s' has not answered within %s seconds: %s; it hangs%n%s".formatted(
                        work.plugin(), limit.toMillis() / 1000.0, ExitSentence.of(work.exit()), stack(thread)));
            });
        }
    }

    private static String stack(Thread thread) {
        return String.join("\n", Arrays.stream(thread.getStackTrace()).limit(STACK_SHOWN).map(frame -> "  at " + frame).toList());
    }
}
