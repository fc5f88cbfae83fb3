using System.Text.Json.Nodes;
using Pipeline.Manifest.Examples;
using Pipeline.Manifest.Syntax;
using Pipeline.Testing;

namespace Pipeline.Manifest;

public class JsonSchemaTests
{
    private static readonly SchemaCheck Model = SchemaCheck.Of(Example.ModelSchema.ToJsonSchema());

    private static readonly SchemaCheck Environments = SchemaCheck.Of(Example.EnvironmentsSchema.ToJsonSchema());

    [Fact]
    public void Schema_OfTheExamples_AcceptsThem()
    {
        Model.Accepts(Json(Example.Model)).ShouldBeTrue();
        Environments.Accepts(Json(Example.Environments)).ShouldBeTrue();
    }

    [Fact]
    public void Schema_ModelText_IsAsApproved() =>
        Example.ModelSchema.ToJsonSchema().ShouldMatchApproved("tests/Pipeline.Tests/Manifest/ModelSchema.approved.json");

    [Fact]
    public void Schema_SecondTime_IsTheSameText()
    {
        var again = ManifestSchema.Environments(Example.EnvironmentsSchema.Sections);

        again.ToJsonSchema().ShouldBe(Example.EnvironmentsSchema.ToJsonSchema());
    }

    [Theory]
    [InlineData("seed: 7", "sed: 7")]
    [InlineData("seed: 7", "seed: x")]
    [InlineData("training:", "trainning:")]
    [InlineData("task: binary-classification", "task: sorting")]
    [InlineData("test: 0.2", "test: 1")]
    [InlineData("by: hash", "by: hush")]
    [InlineData("missing: {at-most: 0.05}", "missing: {}")]
    [InlineData("missing: {at-most: 0.05}", "missing: {at-mst: 1}")]
    [InlineData("between: [0, 1e7]", "at-least: 0, at-most: 1")]
    [InlineData("between: [0, 1e7]", "between: [0]")]
    [InlineData("{metric: roc_auc, at-least: 0.80}", "{metric: roc_auc}")]
    [InlineData("{metric: roc_auc, at-least: 0.80}", "{metric: roc_auc, at-least: 0.8, margin: 1}")]
    [InlineData("{rows: {at-least: 5000}}", "{row: {at-least: 5000}}")]
    [InlineData("{unique: application_id}", "{unique: []}")]
    [InlineData("owner: risk-team@example.com", "owner: 5")]
    public void Schema_OfAModel_RefusesWhatTheBinderRefuses(string from, string to)
    {
        var wrong = Example.Model.Replace(from, to, StringComparison.Ordinal);

        Example.ReadModel(wrong).IsValid.ShouldBeFalse();
        Model.Accepts(Json(wrong)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("{type: recreate}", "{type: recrate}")]
    [InlineData("{type: recreate}", "{type: recreate, steps: []}")]
    [InlineData("{type: recreate}", "{}")]
    [InlineData("{weight: 50}", "{weight: 101}")]
    [InlineData("{weight: 50}", "{weight: 50, analyze: 1m}")]
    [InlineData("for: 10m", "for: 10")]
    [InlineData("{env: PIPELINE_ADMIN_TOKEN}", "hunter2")]
    [InlineData("engine: docker", "engine: podman")]
    public void Schema_OfEnvironments_RefusesWhatTheBinderRefuses(string from, string to)
    {
        var wrong = Example.Environments.Replace(from, to, StringComparison.Ordinal);

        Example.ReadEnvironments(wrong).IsValid.ShouldBeFalse();
        Environments.Accepts(Json(wrong)).ShouldBeFalse();
    }

    private static JsonNode Json(string yaml) => YamlJson.Of(YamlReader.Read(yaml, "x.yml").Root!)!;
}
