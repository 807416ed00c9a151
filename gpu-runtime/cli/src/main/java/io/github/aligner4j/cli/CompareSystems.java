// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.cli.CompareSystem.Original;
import io.github.aligner4j.cli.CompareSystem.Recorded;
import io.github.aligner4j.cli.CompareSystem.Reference;
import io.github.aligner4j.evaluation.compare.ComparedSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The systems that every comparison has or that come from its rows, and their order. */
final class CompareSystems {

    /** Names that the user can't give to a system. */
    static final Set<String> RESERVED = Set.of(ComparedSystem.ORIGINAL, ComparedSystem.REFERENCE, CompareRows.RECORDED);

    private CompareSystems() {}

    /**
     * Returns the systems that are compared: the original answers, the corrections that the rows bring, and {@code configured}.
     *
     * @param conversation false if no system is shown the messages before the question
     */
    static List<CompareSystem> of(CompareRows rows, List<CompareSystem> configured, boolean conversation) {
        List<CompareSystem> systems = new ArrayList<>();
        systems.add(CompareSystem.of(ComparedSystem.ORIGINAL, new Original()));
        if (rows.haveReferences()) {
            systems.add(CompareSystem.of(ComparedSystem.REFERENCE, new Reference()));
        }
        if (!rows.recorded().isEmpty()) {
            systems.add(CompareSystem.of(CompareRows.RECORDED, new Recorded(Optional.empty(), "")));
        }
        configured.forEach(each -> systems.add(each.withConversation(conversation)));
        return systems;
    }
}
