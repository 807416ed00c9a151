// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Corrects the answers that a detector finds and returns the others exactly as they are. The detection is part of the correction
 * ({@link Correction#detections()}), or of the exception if the correction fails.
 *
 * <p>Unlike a gate ({@link LayerGate#of}), the detector belongs to the Aligner: it has the Aligner's limits, and a {@link
 * io.github.aligner4j.windowed.WindowedAligner} around it detects in each window. The timeout holds for detection and correction
 * together, the limit of new tokens for the correction alone. Nothing is streamed before the detection; a blank answer is not
 * classified.
 *
 * <p>As safe for use by several threads as the detector and the Aligner.
 */
@Incubating
public final class DetectingAligner extends DelegatingAligner {

    private final Detector detector;
    private final String label;
    private final double threshold;

    /**
     * Creates it.
     *
     * @param label the label of the answers that {@code corrector} corrects
     * @param threshold the minimum score, from 0 to 1
     * @throws IllegalArgumentException if the label is blank or the threshold not between 0 and 1
     */
    public DetectingAligner(Detector detector, String label, double threshold, Aligner corrector) {
        super(corrector);
        this.detector = Objects.requireNonNull(detector, "detector");
        if (Objects.requireNonNull(label, "label").isBlank()) {
            throw new IllegalArgumentException("a detecting Aligner needs the label that it corrects, but it is blank");
        }
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new IllegalArgumentException("a detector's threshold must be between 0 and 1, but was " + threshold);
        }
        this.label = label;
        this.threshold = threshold;
    }

    /** Returns the detector. */
    public Detector detector() {
        return detector;
    }

    /**
     * Returns a copy with another threshold, which shares the detector and the Aligner.
     *
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public DetectingAligner withThreshold(double threshold) {
        return new DetectingAligner(detector, label, threshold, delegate());
    }

    /** Returns the label of the answers that are corrected. */
    public String label() {
        return label;
    }

    @Override
    protected Correction correct(CorrectionRequest request, CorrectionContext context, Aligner delegate) {
        context.cancellation().throwIfCancelled();
        CorrectionContext limited = limits().applyTo(context);
        if (request.answer().isBlank()) {
            return delegate.correct(request, limited);
        }
        return correct(request, limited, detectAll(List.of(request), limited).get(0), delegate);
    }

    /**
     * Returns the detections of several answers, in order; see {@link Detector#detectAll}.
     *
     * @throws AlignerException if the detector fails, or does not return one detection for each answer
     */
    @SuppressWarnings("ConstantValue") // detectors written without null checks exist
    public List<Detection> detectAll(List<CorrectionRequest> requests, CorrectionContext context) {
        List<Detection> detections = detector.detectAll(requests, context.withoutListener());
        if (detections == null
                || detections.size() != requests.size()
                || detections.stream().anyMatch(Objects::isNull)) {
            throw new AlignerException("the detector did not return a detection for each of " + requests.size()
                    + " answers; it must return them or throw");
        }
        return detections;
    }

    /** Returns true if an answer with this detection is corrected. */
    public boolean finds(Detection detection) {
        return detection.is(label, threshold);
    }

    @Override
    public void correctAll(
            List<CorrectionRequest> requests, IntFunction<CorrectionContext> contexts, Consumer<Correction> each) {
        if (requests.size() < 2
                || requests.stream().anyMatch(request -> request.answer().isBlank())) {
            super.correctAll(requests, contexts, each);
            return;
        }
        correctAll(requests, detectAll(requests, limits().applyTo(contexts.apply(0))), contexts, each);
    }

    /**
     * Corrects the answers that were found, and passes all corrections on as {@link Aligner#correctAll} does. Each has its detection.
     *
     * @param detections the detections of the answers, in order
     */
    public void correctAll(
            List<CorrectionRequest> requests,
            List<Detection> detections,
            IntFunction<CorrectionContext> contexts,
            Consumer<Correction> each) {
        List<@Nullable Correction> known = new ArrayList<>();
        List<Detection> found = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            Detection detection = detections.get(i);
            String answer = requests.get(i).answer();
            if (finds(detection)) {
                found.add(detection);
                known.add(null);
            } else {
                known.add(Correction.of(answer, answer).after(detection));
            }
        }
        new KnownCorrections(requests, known, contexts, each)
                .passOn((others, theirContexts, passed) -> correctFound(others, found, theirContexts, passed));
    }

    private void correctFound(
            List<CorrectionRequest> requests,
            List<Detection> detections,
            IntFunction<CorrectionContext> contexts,
            Consumer<Correction> each) {
        Iterator<Detection> next = detections.iterator();
        AtomicReference<@Nullable Detection> current = new AtomicReference<>(next.next());
        try {
            delegate().correctAll(requests, contexts, correction -> {
                Detection detection = Objects.requireNonNull(current.getAndSet(null));
                each.accept(correction.after(detection));
                current.set(next.hasNext() ? next.next() : null);
            });
        } catch (AlignerException e) {
            Detection failed = current.get();
            if (failed != null) {
                e.addDetections(List.of(failed));
            }
            throw e;
        }
    }

    private Correction correct(
            CorrectionRequest request, CorrectionContext context, Detection detection, Aligner delegate) {
        if (!finds(detection)) {
            context.emit(request.answer());
            return Correction.of(request.answer(), request.answer()).after(detection);
        }
        try {
            return AlignerCall.correct(delegate, request, context).after(detection);
        } catch (AlignerException e) {
            e.addDetections(List.of(detection));
            throw e;
        }
    }
}
