// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An Aligner that replaces one rude word, marks each text that it changes, and streams in two chunks. */
final class Civility implements Aligner {

    final List<CorrectionRequest> requests = new CopyOnWriteArrayList<>();
    final List<CorrectionContext> contexts = new CopyOnWriteArrayList<>();
    final List<String> threads = new CopyOnWriteArrayList<>();

    @Override
    public Correction correct(CorrectionRequest request, CorrectionContext context) {
        requests.add(request);
        contexts.add(context);
        threads.add(Thread.currentThread().getName());
        String answer = request.answer();
        String corrected = answer.contains("idiot") ? answer.replace("idiot", "friend") + "!" : answer;
        int half = corrected.length() / 2;
        context.emit(corrected.substring(0, half));
        context.emit(corrected.substring(half));
        return Correction.of(answer, corrected);
    }
}
