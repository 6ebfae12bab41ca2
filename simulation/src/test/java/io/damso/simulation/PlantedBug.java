package io.damso.simulation;

import static io.damso.simulation.Bytecode.body;
import static io.damso.simulation.Bytecode.call;
import static io.damso.simulation.Bytecode.first;
import static io.damso.simulation.Bytecode.instead;
import static io.damso.simulation.Bytecode.pop;
import static io.damso.simulation.Bytecode.type;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/** Mistakes that somebody could make in production code. Each is made in the compiled class when a test loads it. */
enum PlantedBug {
    HOLD_FORGOTTEN(
            "What comes behind a hole is passed on instead of held",
            "gateway.rooms.feed.RoomFeedState",
            call("message", "hold", instead("passOver"))),
    POSITION_BEFORE_DELIVERY(
            "A stored number is adopted before what it covers was delivered (trap 4)",
            "gateway.rooms.feed.RoomFeedState",
            call("beginFill", "stored", (code, call) -> {
                pop(code, call);
                code.loadConstant(Long.MAX_VALUE);
            })),
    PREVIOUS_DROPPED(
            "Entries do not say what was published before them",
            "gateway.send.EntryNumbers",
            body("previousIn", code -> {
                ClassDesc first = type("io.damso.protocol.envelope.Previous$First");
                code.new_(first)
                        .dup()
                        .aconst_null()
                        .invokespecial(
                                first,
                                ConstantDescs.INIT_NAME,
                                MethodTypeDesc.of(
                                        ConstantDescs.CD_void, type("io.damso.protocol.envelope.Previous$Last")))
                        .areturn();
            })),
    NO_DIGEST("Digests are not read", "gateway.catchup.Digests", body("received", CodeBuilder::return_)),
    HOLES_FORGOTTEN(
            "What is in a hole counts as heard: dedupe too wide",
            "gateway.rooms.feed.Line",
            call("contains", "stream", (code, call) -> {
                code.pop();
                code.invokestatic(
                        type("java.util.stream.Stream"),
                        "empty",
                        MethodTypeDesc.of(type("java.util.stream.Stream")),
                        true);
            })),
    ACKNOWLEDGED_BEFORE_WRITTEN(
            "Persistence acknowledges before it stores",
            "persistence.ingest.BatchListener",
            first(
                    "store",
                    code -> code.aload(1)
                            .invokeinterface(
                                    type("java.util.List"), "getLast", MethodTypeDesc.of(ConstantDescs.CD_Object))
                            .checkcast(type("org.springframework.amqp.core.Message"))
                            .aload(2)
                            .invokestatic(
                                    type("io.damso.persistence.ingest.BatchListener"),
                                    "acknowledge",
                                    MethodTypeDesc.of(
                                            ConstantDescs.CD_void,
                                            type("org.springframework.amqp.core.Message"),
                                            type("com.rabbitmq.client.Channel"))))),
    ORIGIN_OUTLIVES_CHANNEL(
            "A new channel continues the numbers of the one before it (trap 2)",
            "gateway.send.EntryNumbers",
            first("begin", code -> {
                Label begins = code.newLabel();
                code.aload(0)
                        .getfield(type("io.damso.gateway.send.EntryNumbers"), "origin", ConstantDescs.CD_String)
                        .invokevirtual(ConstantDescs.CD_String, "isEmpty", MethodTypeDesc.of(ConstantDescs.CD_boolean))
                        .ifne(begins)
                        .return_()
                        .labelBinding(begins);
            })),
    BARRIER_COVERS_LATER(
            "A barrier serves what came after it was published (trap 3)",
            "gateway.rooms.feed.HeldMessages",
            body("firstIsBefore", code -> code.iconst_1().ireturn())),
    NO_VECTOR(
            "The answer to a barrier has no numbers of origins (trap 4)",
            "persistence.ingest.positions.RecentRoom",
            call("state", "forEach", Bytecode::pop)),
    CLIENT_AHEAD(
            "A client that has heard more than the feed is served from memory (trap 5)",
            "gateway.rooms.feed.Heard",
            body("isBehind", code -> code.iconst_0().ireturn())),
    TOKEN_WITHOUT_HOLES(
            "The token of a position forgets its holes (trap 8)",
            "gateway.rooms.position.PositionTokens",
            call("write", "holes", (code, call) -> {
                code.pop();
                code.invokestatic(type("java.util.List"), "of", MethodTypeDesc.of(type("java.util.List")), true);
            })),
    LATE_NOT_MARKED(
            "What is delivered behind later messages is not marked as late (trap 8)",
            "gateway.rooms.feed.Fill",
            body("isLate", code -> code.iconst_0().ireturn())),
    TEXT_NOT_IN_ID(
            "The id of a message does not depend on its text (trap 9)",
            "protocol.MessageId",
            first(
                    "of",
                    code -> code.iconst_0().anewarray(ConstantDescs.CD_String).astore(4))),
    LATE_READ_BELIEVED(
            "A page that ends below the stored number is believed (trap 12)",
            "gateway.catchup.BrokerRoomHistory",
            body("isWhole", code -> code.iconst_1().ireturn())),
    COPIES_NOT_NOTED(
            "The store does not note that a message came again (trap 1)",
            "persistence.store.CopyUpdates",
            body("arrived", CodeBuilder::return_)),
    LIVE_BEFORE_KEPT(
            "The live leg leaves before the durable one is confirmed",
            "gateway.send.PartitionSender",
            call("publishGathered", "publish", (code, call) -> {
                code.with(call);
                code.aload(0)
                        .getfield(
                                type("io.damso.gateway.send.PartitionSender"),
                                "live",
                                type("java.util.function.Consumer"))
                        .aload(1)
                        .invokeinterface(
                                type("java.util.function.Consumer"),
                                "accept",
                                MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Object));
            })),
    NUMBERS_NOT_FORGOTTEN(
            "A process keeps its numbers of a room after one was rejected",
            "persistence.store.RoomSequences",
            body("forget", CodeBuilder::return_)),
    FAILED_BATCH_KEEPS_CHANNEL(
            "A batch that failed does not return to the queue",
            "persistence.ingest.BatchListener",
            call(
                    "onMessageBatch",
                    "close",
                    (code, call) -> code.aload(1)
                            .invokeinterface(
                                    type("java.util.List"), "getLast", MethodTypeDesc.of(ConstantDescs.CD_Object))
                            .checkcast(type("org.springframework.amqp.core.Message"))
                            .swap()
                            .invokestatic(
                                    type("io.damso.persistence.ingest.BatchListener"),
                                    "acknowledge",
                                    MethodTypeDesc.of(
                                            ConstantDescs.CD_void,
                                            type("org.springframework.amqp.core.Message"),
                                            type("com.rabbitmq.client.Channel")))));

    private final String mistake;
    private final String className;
    private final Bytecode.Change change;

    PlantedBug(String mistake, String className, Bytecode.Change change) {
        this.mistake = mistake;
        this.className = "io.damso." + className;
        this.change = change;
    }

    String mistake() {
        return mistake;
    }

    String className() {
        return className;
    }

    byte[] plant(byte[] compiled) {
        return change.of(compiled);
    }
}
