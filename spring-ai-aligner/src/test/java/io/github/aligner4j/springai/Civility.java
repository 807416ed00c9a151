package io.github.aligner4j.springai;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An Aligner that knows one rude word, marks each text it has seen, and speaks in two pieces. */
final class Civility implements Aligner {

    final List<CorrectionRequest> requests = new CopyOnWriteArrayList<>();
    final List<String> threads = new CopyOnWriteArrayList<>();

    @Override
    public Correction correct(CorrectionRequest request) {
        requests.add(request);
        threads.add(Thread.currentThread().getName());
        String answer = request.answer();
        return Correction.of(answer, answer.contains("idiot") ? answer.replace("idiot", "friend") + "!" : answer);
    }

    @Override
    public Correction correct(CorrectionRequest request, CorrectionContext call) {
        Correction correction = correct(request);
        int half = correction.answer().length() / 2;
        call.emit(correction.answer().substring(0, half));
        call.emit(correction.answer().substring(half));
        return correction;
    }
}
