// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Chooses the layout of the matrices of each shape: the first one whose product is correct on this processor.
 *
 * <p>Fast kernels are specific to processors, and on one that was never tested they can be silently wrong for some shapes.
 * Therefore the product of the first matrix of each shape, with its real weights, is compared with the plain product when
 * it is appended; other matrices of its shape follow it.
 */
final class MatrixLayouts {

    private static final System.Logger LOG = System.getLogger(MatrixLayouts.class.getName());

    /** Maximum number of roundings to the type of activations in both products together. */
    private static final int ROUNDINGS = 4;

    /** Allowed rounding error of a sum in standard deviations; see {@link #bound}. */
    private static final int SPREAD = 8;

    /**
     * Number of columns that libtorch's integer kernel reads at once; if a matrix has no multiple of it, the kernel reads
     * beyond rows or crashes.
     */
    private static final int INTEGER_COLUMNS = 16;

    /** A matrix's rows and columns. */
    private record Shape(long rows, long columns) {}

    /** Appends a matrix to a list of weights. */
    interface Appending {

        /** Returns the difference that the comparison found, see {@link MatrixTemplate}; 0 without a comparison. */
        float append(MatrixLayout layout, boolean compared);
    }

    private final Execution execution;
    private final TorchProgram program;
    private final Map<Shape, MatrixLayout> chosen = new HashMap<>();
    private final List<KernelFallback> fallbacks = new ArrayList<>();

    MatrixLayouts(Execution execution, TorchProgram program) {
        this.execution = execution;
        this.program = program;
    }

    /** Appends a matrix of the model to {@code list} in the layout of its shape. */
    void addMatrix(IValue list, long rows, long columns, Appending appending) {
        add(list, new Shape(rows, columns), execution.format(), appending);
    }

    /** Appends a factor of an adapter, which stays in the type of activations whatever the format of weights. */
    void addFactor(IValue list, long rows, long columns, Appending appending) {
        MatrixFormat format = execution.format() == MatrixFormat.INT8 ? MatrixFormat.PLAIN : execution.format();
        add(list, new Shape(rows, columns), format, appending);
    }

    /** Returns the shapes whose layout is not that of the format, in the order in which they were found. */
    List<KernelFallback> fallbacks() {
        return List.copyOf(fallbacks);
    }

    private void add(IValue list, Shape shape, MatrixFormat format, Appending appending) {
        MatrixLayout known = hasKernel(shape, format) ? chosen.get(shape) : MatrixLayout.PLAIN;
        if (known == null) {
            chosen.put(shape, firstRight(list, shape, appending));
        } else {
            appending.append(known, false);
        }
    }

    private static boolean hasKernel(Shape shape, MatrixFormat format) {
        return switch (format) {
            case PLAIN -> false;
            case PREPACKED -> true;
            case INT8 -> shape.columns() % INTEGER_COLUMNS == 0;
        };
    }

    private MatrixLayout firstRight(IValue list, Shape shape, Appending appending) {
        float difference = appending.append(MatrixLayout.OWN, true);
        if (isRight(difference, shape)) {
            return MatrixLayout.OWN;
        }
        program.call("drop", List.of(list));
        MatrixLayout layout = secondRight(list, shape, appending);
        report(shape, layout, difference);
        return layout;
    }

    private MatrixLayout secondRight(IValue list, Shape shape, Appending appending) {
        if (execution.format() == MatrixFormat.PREPACKED && shape.rows() % MatrixLayout.MULTIPLE != 0) {
            if (isRight(appending.append(MatrixLayout.PADDED, true), shape)) {
                return MatrixLayout.PADDED;
            }
            program.call("drop", List.of(list));
        }
        appending.append(MatrixLayout.PLAIN, false);
        return MatrixLayout.PLAIN;
    }

    private boolean isRight(float difference, Shape shape) {
        return difference <= bound(execution.precision(), shape.columns());
    }

    /**
     * Returns the maximum difference of two correct products, relative to the largest result of an output.
     *
     * <p>A sum of n products of which each is rounded, in whatever order, is off by less than &lambda; &radic;n u times the sum of
     * their sizes but for a chance of about exp(-&lambda;&sup2;/2) (Higham and Mary, A new approach to probabilistic rounding
     * error analysis, SIAM J. Sci. Comput. 41, 2019). That sum is at most &radic;n times the product of the two lengths,
     * hence &radic;n times what the largest of several results with random inputs is like: &lambda; n u. Sums are in float32,
     * whatever the type of activations; to it a result is rounded, at most twice by each product.
     */
    static double bound(Precision precision, long columns) {
        double sums = SPREAD * columns * Precision.FLOAT32.unitRoundoff();
        return precision == Precision.FLOAT32 ? sums : sums + ROUNDINGS * precision.unitRoundoff();
    }

    private void report(Shape shape, MatrixLayout layout, float difference) {
        String used = layout.name().toLowerCase(Locale.ROOT);
        fallbacks.add(new KernelFallback(shape.rows(), shape.columns(), execution.dtype(), used, difference));
        LOG.log(System.Logger.Level.WARNING, message(shape, layout, difference));
    }

    private String message(Shape shape, MatrixLayout layout, float difference) {
        String product = execution.format() == MatrixFormat.PREPACKED ? "prepacked product" : "product";
        return "libtorch's " + product + " in " + execution.dtype()
                + " is wrong on " + Processor.name() + " for matrices of " + shape.rows() + " x " + shape.columns()
                + ": off by " + number(difference) + ", where rounding allows "
                + number(bound(execution.precision(), shape.columns())) + "; they are computed "
                + layout.name().toLowerCase(Locale.ROOT) + " instead: results are right, "
                + (layout == MatrixLayout.PADDED ? "and as fast" : "but slower");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2g", value);
    }
}
