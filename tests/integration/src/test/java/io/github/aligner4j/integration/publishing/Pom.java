// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.integration.publishing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** An element of a POM, read by the names of its children. */
record Pom(Element element) {

    static Pom read(Path file) {
        try {
            return new Pom(DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(file.toFile())
                    .getDocumentElement());
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new IllegalStateException("can't read " + file, e);
        }
    }

    /** Returns all elements at a path of names below this one, such as {@code dependencies/dependency}. */
    List<Pom> all(String path) {
        List<Pom> found = List.of(this);
        for (String name : path.split("/", -1)) {
            found = found.stream().flatMap(pom -> pom.children(name).stream()).toList();
        }
        return found;
    }

    /** Returns the text of the first element at a path, or an empty string. */
    String text(String path) {
        return all(path).stream()
                .findFirst()
                .map(pom -> pom.element.getTextContent().strip())
                .orElse("");
    }

    private List<Pom> children(String name) {
        NodeList nodes = element.getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(node -> node.getNodeType() == Node.ELEMENT_NODE && name.equals(node.getNodeName()))
                .map(node -> new Pom((Element) node))
                .toList();
    }
}
