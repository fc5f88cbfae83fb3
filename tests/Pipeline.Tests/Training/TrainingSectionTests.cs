using System.Text.Json.Nodes;
using Pipeline.Manifest;
using Pipeline.Manifest.Records;
using Pipeline.Models;
using Pipeline.Testing;

namespace Pipeline.Training;

/// <summary>What editors and people are told of the options of trainers.</summary>
public class TrainingSectionTests
{
    private static readonly TrainerCatalog Trainers = new(new FakeTrainer(new ManualClock()));

    private static readonly SchemaCheck Schema =
        SchemaCheck.Of(ManifestSchema.Model(TrainingSection.RegistrationOf(Trainers)).ToJsonSchema());

    [Theory]
    [InlineData("""{"trainer": "fast-fake"}""")]
    [InlineData("""{"trainer": "fast-fake", "options": {"trees": 7, "growth": {"order": "level-by-level"}}}""")]
    [InlineData("""{"trainer": "of-a-library", "options": {"anything": {"goes": true}}}""")]
    public void Schema_OptionsThatTheBinderTakes_AreAccepted(string training) => Schema.Accepts(Model(training)).ShouldBeTrue();

    [Theory]
    [InlineData("""{"trainer": "fast-fake", "options": {"tree": 7}}""")]
    [InlineData("""{"trainer": "fast-fake", "options": {"trees": 0}}""")]
    [InlineData("""{"trainer": "fast-fake", "options": {"growth": {"order": "any"}}}""")]
    [InlineData("""{"trainer": 7}""")]
    public void Schema_OptionsThatTheBinderRefuses_AreRefused(string training) => Schema.Accepts(Model(training)).ShouldBeFalse();

    [Fact]
    public void Schema_Options_HaveTheirDefaults()
    {
        var schema = JsonNode.Parse(ManifestSchema.Model(TrainingSection.RegistrationOf(Trainers)).ToJsonSchema())!;

        var options = schema["$defs"]![nameof(FakeOptions)]!["properties"]!;

        ((int)options["trees"]!["default"]!).ShouldBe(100);
        ((string?)schema["$defs"]![nameof(FakeGrowth)]!["properties"]!["order"]!["default"]).ShouldBe("best-first");
        options["rounds"]!["default"].ShouldBeNull();
    }

    [Fact]
    public void Keys_OfARecord_AreThoseOfItsPartsToo()
    {
        ManifestRecord.Keys(typeof(FakeOptions)).ShouldBe(
        [
            new RecordKey("trees", "a whole number from 1 to 1000", "100", "How many."),
            new RecordKey("learning-rate", "a number from 0 to 1", "0.2", "How fast."),
            new RecordKey("rounds", "a whole number from 1 to 10", "", "How often; chosen by the trainer."),
            new RecordKey("growth.order", "one of level-by-level, best-first", "best-first", "Which leaf grows next."),
            new RecordKey("growth.prunes", "true or false", "false", "Whether leaves are cut back."),
        ]);
    }

    private static JsonNode? Model(string training) => JsonNode.Parse(
        $$"""
        {
          "pipeline": 1,
          "name": "loan-default",
          "task": "binary-classification",
          "owner": "risk-team@example.com",
          "description": "Probability that a loan is not repaid.",
          "training": {{training}}
        }
        """);
}
