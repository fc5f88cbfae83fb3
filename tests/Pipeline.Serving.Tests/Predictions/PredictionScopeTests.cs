using Pipeline.Core.Identity;
using Pipeline.Models;
using Pipeline.Models.Predictions;
using Pipeline.Serving.Configuration;
using Pipeline.Serving.Metrics;
using Pipeline.Serving.Models;

namespace Pipeline.Serving.Predictions;

public sealed class PredictionScopeTests
{
    private const int IdBytes = 88;

    [Fact]
    public void Answer_UsedBefore_AllocatesTheIdAlone()
    {
        using var scope = Scope();
        var body = """{"income": 6.25, "age": 41, "purpose": "home"}"""u8;
        for (var i = 0; i < 100; i++)
            scope.Answer(body, isLogged: false);

        var before = GC.GetAllocatedBytesForCurrentThread();
        scope.Answer(body, isLogged: false);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        scope.Problems.ShouldBeEmpty();
        allocated.ShouldBeLessThanOrEqualTo(IdBytes);
    }

    [Fact]
    public void Answer_AfterOneThatWasRefused_KnowsNothingOfIt()
    {
        using var scope = Scope();
        scope.Answer("""[{"income": 1, "purpose": "car", "age": 3}, {"income": """u8, isLogged: true);

        scope.Answer("""{"income": 6, "purpose": "car"}"""u8, isLogged: true);

        scope.Problems.ShouldBeEmpty();
        scope.Rows.Single().Inputs.ShouldBe([LoggedValue.Of(6), default, LoggedValue.Of("car")]);
        System.Text.Encoding.UTF8.GetString(scope.Output.Span).ShouldContain("\"score\":6,\"probability\":0.6");
    }

    private static ServedModel Identity { get; } = new(ModelName.Parse("model"), null, Digest.OfText("model"), "", null);

    private static PredictionScope Scope() => new(new ServingContext
    {
        Options = new ServingOptions(),
        Model = new LoadedModel(new FixedPredictor(), Identity),
        Metrics = new ServingMetrics(null, Identity, ModelTask.BinaryClassification),
        Ids = new PredictionIds(1),
        Time = TimeProvider.System,
    });
}
