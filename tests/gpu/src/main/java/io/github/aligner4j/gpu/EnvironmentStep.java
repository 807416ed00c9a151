// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.gpu;

import ai.djl.pytorch.jni.IValue;
import io.github.aligner4j.runtime.djl.DeviceMemory;
import io.github.aligner4j.runtime.djl.TorchEngine;
import io.github.aligner4j.runtime.djl.TorchProgram;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Describes the machine, and measures how fast its device copies and multiplies. */
record EnvironmentStep(KitOptions options) implements KitStep {

    private static final int ROUNDS = 5;
    private static final long CUDA_ELEMENTS = 1L << 29;
    private static final long CPU_ELEMENTS = 1L << 24;
    private static final long CUDA_MATRIX = 8192;
    private static final long CPU_MATRIX = 512;

    /** Each method ends by reading a number on the host, for which the device has to finish. */
    private static final String SOURCE = """
            class Ceilings(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              def numbers(self: __torch__.Ceilings, n: int, device: str) -> Tensor:
                return torch.ones([n], dtype=15, layout=None, device=torch.device(device), pin_memory=None)
              def wait(self: __torch__.Ceilings, x: Tensor) -> float:
                return float(torch.item(torch.to(torch.select(torch.reshape(x, [-1]), 0, 0), 6, False, False, None)))
              def copy(self: __torch__.Ceilings, a: Tensor, b: Tensor, rounds: int) -> float:
                for i in range(rounds):
                  _0 = torch.copy_(a, b, False)
                return (self).wait(a, )
              def multiply(self: __torch__.Ceilings, a: Tensor, n: int, rounds: int) -> float:
                m = torch.view(torch.slice(a, 0, 0, n * n, 1), [n, n])
                products = annotate(List[Tensor], [])
                for i in range(rounds):
                  _0 = torch.append(products, torch.matmul(m, m))
                return (self).wait(products[-1], )
            """;

    @Override
    public String name() {
        return "environment";
    }

    @Override
    public double share() {
        return 0.25;
    }

    @Override
    public void run(KitResults results) {
        long begun = System.nanoTime();
        TorchEngine.start(options.threads());
        TorchEngine.Description engine = TorchEngine.describe();
        Map<String, Object> environment = new LinkedHashMap<>();
        environment.put("engine", engine.version());
        environment.put("gpus", engine.gpus());
        environment.put("processor", engine.processor());
        environment.put("processors", Runtime.getRuntime().availableProcessors());
        environment.put("java", System.getProperty("java.version"));
        environment.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        environment.put("library", engine.location());
        environment.put("flavor", engine.flavor());
        environment.put("engineStartSeconds", seconds(begun));
        String device =
                TorchEngine.device(options.device().equals("cuda") ? "cuda:0" : options.device(), engine.gpus());
        environment.put("device", device);
        DeviceMemory.total(device).ifPresent(bytes -> environment.put("deviceMemoryBytes", bytes));
        results.add(environment, "environment");
        try (TorchProgram program = TorchProgram.compile("Ceilings", SOURCE)) {
            results.add(ceilings(program, device), "ceilings");
        }
    }

    private static Map<String, Object> ceilings(TorchProgram program, String device) {
        boolean cuda = device.startsWith("cuda");
        long elements = cuda ? CUDA_ELEMENTS : CPU_ELEMENTS;
        long matrix = cuda ? CUDA_MATRIX : CPU_MATRIX;
        double bytes = 2.0 * elements;
        Map<String, Object> ceilings = new LinkedHashMap<>();
        try (IValue a = numbers(program, elements, device);
                IValue b = numbers(program, elements, device)) {
            double copy = best(program, "copy", List.of(a, b));
            ceilings.put("copyGigabytesPerSecond", 2 * bytes / copy / 1e9);
            if (cuda) {
                try (IValue host = numbers(program, elements, "cpu")) {
                    ceilings.put(
                            "hostToDeviceGigabytesPerSecond", bytes / best(program, "copy", List.of(a, host)) / 1e9);
                }
            }
            double multiply = best(program, "multiply", List.of(b), IValue.from(matrix));
            ceilings.put("bfloat16TeraflopsPerSecond", 2.0 * matrix * matrix * matrix / multiply / 1e12);
        }
        return ceilings;
    }

    private static IValue numbers(TorchProgram program, long elements, String device) {
        return program.run("numbers", List.of(), IValue.from(elements), IValue.from(device));
    }

    private static double best(TorchProgram program, String method, List<IValue> kept, IValue... more) {
        double best = Double.MAX_VALUE;
        for (int round = 0; round <= ROUNDS; round++) {
            long begun = System.nanoTime();
            List<IValue> arguments = new ArrayList<>(kept);
            arguments.addAll(List.of(more));
            program.call(method, arguments, IValue.from((long) ROUNDS));
            best = Math.min(best, seconds(begun) / ROUNDS);
        }
        return best;
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }
}
