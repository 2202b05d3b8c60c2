package io.peerdeck;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.net.Socket;
import java.nio.channels.NetworkChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Holds the order of the rooms: a room may use the rooms above it in this list, never below.
class RoomOrderTest {
  private static final List<String> ROOMS =
      List.of(
          "multiformats",
          "libp2p",
          "store",
          "clock",
          "fleet",
          "blob",
          "document",
          "workflow",
          "schedule",
          "runner",
          "github",
          "node",
          "api",
          "cli",
          "panel");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.peerdeck");

  private static final String[] PARTS = {
    "io.peerdeck.panel.part", "io.peerdeck.panel.bridge", "io.peerdeck.panel.memory"
  };

  @Test
  void aRoomUsesOnlyTheRoomsAboveIt() {
    for (int room = 0; room < ROOMS.size(); room++) {
      List<String> below = new ArrayList<>(List.of("io.peerdeck"));
      ROOMS
          .subList(room + 1, ROOMS.size())
          .forEach(name -> below.add("io.peerdeck." + name + ".."));
      noClasses()
          .that()
          .resideInAPackage("io.peerdeck." + ROOMS.get(room) + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(below.toArray(String[]::new))
          .allowEmptyShould(true)
          .check(CLASSES);
    }
  }

  @Test
  void onlyThePanelKnowsJavaFx() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.peerdeck", "io.peerdeck.panel..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "javafx..", "atlantafx..", "org.controlsfx..", "org.kordamp..", "java.awt..")
        .check(CLASSES);
  }

  @Test
  void thePanelKnowsNoSqlNoSocketsNoNetty() {
    noClasses()
        .that()
        .resideInAPackage("io.peerdeck.panel..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.sql..", "io.netty..")
                .or(assignableTo(NetworkChannel.class))
                .or(assignableTo(Socket.class)))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void theCommandLineSpeaksTheApiAndNothingBelowNode() {
    noClasses()
        .that()
        .resideInAPackage("io.peerdeck.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ROOMS.subList(0, ROOMS.indexOf("api")).stream()
                .map(room -> "io.peerdeck." + room + "..")
                .toArray(String[]::new))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void everyPackageIsARoomOfTheHouse() {
    assertThat(CLASSES)
        .allSatisfy(
            type ->
                assertThat(type.getPackageName())
                    .matches(
                        "io\\.peerdeck(\\.("
                            + String.join("|", ROOMS)
                            + "|libp2p\\.gossip|api\\.(mcp|metrics)|fleet\\.discovery|github\\.\\w+|panel\\.\\w+))?"));
  }

  @Test
  void noScreensUseEachOtherInACircleAndTheirPartsUseNone() {
    SlicesRuleDefinition.slices()
        .matching("io.peerdeck.(panel.*)..")
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAnyPackage(PARTS)
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.peerdeck.panel..").and(not(resideInAnyPackage(PARTS))))
        .check(CLASSES);
  }

  @Test
  void noRoomsUseEachOtherInACircle() {
    SlicesRuleDefinition.slices()
        .matching("io.peerdeck.(*)..")
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }
}
