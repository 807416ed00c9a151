// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/** Callers that try scenarios at the same time, each in an order of its own. */
final class Crew {

    private static final int HEAVY_AT_ONCE = 2;

    private final World world;
    private final Tally tally;
    private final List<Trial> trials = new ArrayList<>();
    private final Semaphore heavy = new Semaphore(HEAVY_AT_ONCE);
    private final Semaphore narrow = new Semaphore(1);
    private final Semaphore all;
    private final int callers;

    Crew(World world, Tally tally, List<Scenario> scenarios, int callers) {
        this.world = world;
        this.tally = tally;
        this.callers = callers;
        this.all = new Semaphore(callers, true);
        scenarios.forEach(scenario -> scenario.routes().forEach(route -> trials.add(new Trial(scenario, route))));
    }

    /** Lets all callers go on until {@code enough}, and waits for the last of them. */
    void work(long seed, BooleanSupplier enough) throws InterruptedException {
        CountDownLatch left = new CountDownLatch(callers);
        for (int i = 0; i < callers; i++) {
            Random order = new Random(seed + i);
            Thread caller = Daemons.named("drill-crew").newThread(() -> {
                try {
                    work(order, enough);
                } finally {
                    left.countDown();
                }
            });
            caller.start();
        }
        left.await();
    }

    /** Tries everything once, in order. */
    void once() {
        trials.forEach(this::attempt);
    }

    private void work(Random order, BooleanSupplier enough) {
        while (!enough.getAsBoolean()) {
            attempt(trials.get(order.nextInt(trials.size())));
        }
    }

    private void attempt(Trial trial) {
        try {
            switch (trial.scenario().load()) {
                case LIGHT -> attempt(trial, 1);
                case NARROW -> attempt(trial, narrow);
                case HEAVY -> attempt(trial, heavy);
                case ALONE -> attempt(trial, callers);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void attempt(Trial trial, Semaphore few) throws InterruptedException {
        few.acquire();
        try {
            attempt(trial, 1);
        } finally {
            few.release();
        }
    }

    private void attempt(Trial trial, int share) throws InterruptedException {
        all.acquire(share);
        long started = System.nanoTime();
        try {
            trial.scenario().body().run(world, trial.route());
            tally.well(trial.scenario(), System.nanoTime() - started);
        } catch (Throwable e) {
            tally.badly(trial.scenario(), trial.route(), System.nanoTime() - started, e);
        } finally {
            all.release(share);
        }
    }

    private record Trial(Scenario scenario, Route route) {}
}
