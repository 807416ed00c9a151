// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.testkit.boot;

import io.github.aligner4j.CorrectionListener;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.LayerEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.stereotype.Component;

/** Collects the layers that an answer has passed. */
@Component
final class CorrectedLayers implements CorrectionListener {

    final List<String> names = new CopyOnWriteArrayList<>();

    @Override
    public void onLayer(String stack, CorrectionRequest request, LayerEvent event) {
        names.add(event.trace().name());
    }
}
