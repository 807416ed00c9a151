package io.github.aligner4j.langchain4j;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Calls an idiot a friend, and records its requests. */
final class CivilAligner implements Aligner {

    final List<CorrectionRequest> requests = new CopyOnWriteArrayList<>();

    @Override
    public Correction correct(CorrectionRequest request, CorrectionContext context) {
        requests.add(request);
        return Correction.of(request.answer(), request.answer().replace("idiot", "friend"));
    }

    List<String> answers() {
        return requests.stream().map(CorrectionRequest::answer).toList();
    }
}
