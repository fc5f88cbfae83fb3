using Pipeline.Core.Audit;
using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Delivery;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Processes;
using Pipeline.Deployment.Rollouts;
using Pipeline.Environments;
using Pipeline.Models;
using Pipeline.Testing;

namespace Pipeline.Targets.Delivery;

public sealed class DeliveryBuilderTests
{
    [Fact]
    public void Parts_OfTheToolkit_AreAddedAsAnyOther()
    {
        var parts = Request(_ => { }).Parts;

        parts.Trainers.Names.ShouldContain("fast-tree");
        parts.Predictors.Names.ShouldBe(["mlnet", "onnx"]);
        parts.Policy.ShouldBeOfType<AllowAll>();
    }

    [Fact]
    public void Parts_OfATeam_StandBesideThoseOfTheToolkit()
    {
        var policy = new DenyAll();

        var parts = Request(builder => builder
            .AddTrainer(new FixedTrainer("coin"))
            .AddFlavor(new FixedFlavor())
            .AddExpectation(new Nothing())
            .UsePolicy(policy)).Parts;

        parts.Trainers.Names.ShouldBe(["coin", .. Request(_ => { }).Parts.Trainers.Names], ignoreOrder: true);
        parts.Predictors.Names.ShouldContain("fixed");
        parts.Expectations.Names.ShouldBe(["nothing"]);
        parts.Policy.ShouldBeSameAs(policy);
    }

    [Fact]
    public void Library_OfParts_IsAddedByItsPublicClasses()
    {
        var parts = Request(builder => builder.AddLibrary(typeof(Nothing).Assembly)).Parts;

        parts.Expectations.Names.ShouldContain("nothing");
    }

    [Fact]
    public void Names_ThatClash_AreASentenceWithBothClasses()
    {
        var request = Request(builder => builder.AddTrainer(new FixedTrainer("fast-tree")));

        var problem = Should.Throw<InvalidInputException>(() => request.Parts).Problems.ShouldHaveSingleItem();

        problem.Message.ShouldBe(
            "Two trainers have the name 'fast-tree': the toolkit's and "
            + "'Pipeline.Targets.Delivery.DeliveryBuilderTests+FixedTrainer'.");
    }

    [Fact]
    public void Metrics_OfTheToolkit_AreAddedAsAnyOther()
    {
        Request(_ => { }).Parts.Metrics.Select(metric => metric.Name).ShouldContain("roc_auc");

        var request = Request(builder => builder.AddMetric(new Accuracy()));

        Should.Throw<InvalidInputException>(() => request.Parts).Problems.ShouldHaveSingleItem().Message.ShouldBe(
            "Two metrics have the name 'accuracy': the toolkit's and "
            + "'Pipeline.Targets.Delivery.DeliveryBuilderTests+Accuracy'.");
    }

    [Fact]
    public void Options_ThatNoManifestCanHold_AreASentence()
    {
        var request = Request(builder => builder.AddTrainer(new Unwritable()));

        var problem = Should.Throw<InvalidInputException>(() => request.Parts).Problems.ShouldHaveSingleItem();

        problem.Message.ShouldBe(
            "The options of 'Pipeline.Targets.Delivery.DeliveryBuilderTests+Unwritable' cannot be written in a manifest: "
            + "A manifest cannot hold a Single.");
    }

    [Fact]
    public void Trainers_OfTheBuild_AreListedWithTheirOptions()
    {
        var face = new FakeFace();
        var request = new DeliveryRequest("/", face) { Configure = builder => builder.AddTrainer(new FixedTrainer("coin")) };

        new DeliverySession(request).ShowTrainers();

        face.Lines.ShouldContain("coin (binary classification)");
        face.Lines.ShouldContain("  learning-rate: 0.2     How much of its best step each tree takes.");
        face.Lines.ShouldContain("                         Accepted is a number from 0.0001 to 1.");
    }

    [Fact]
    public void Request_WithOtherParts_HasThem()
    {
        var request = Request(_ => { });
        request.Parts.Trainers.Names.ShouldNotContain("coin");

        var other = request with { Configure = builder => builder.AddTrainer(new FixedTrainer("coin")) };

        other.Parts.Trainers.Names.ShouldContain("coin");
    }

    [Fact]
    public async Task Engine_OfATeam_IsKnownToEnvironments()
    {
        using var root = new TemporaryFolder();
        root.Write("environments.yml", Environments("remote"));
        var request = Request(builder => builder.AddEngine(new RemoteEngine())) with { Root = root.Path };

        var file = await EnvironmentsFile.ReadAsync(request, TestContext.Current.CancellationToken);

        file.Engine("production", ModelName.Parse("loan-default")).ShouldBeOfType<RemoteEngine>();
    }

    [Fact]
    public async Task Engine_Unknown_IsAProblemInItsPlaceThatListsTheKnownOnes()
    {
        using var root = new TemporaryFolder();
        root.Write("environments.yml", Environments("podman"));
        var request = Request(builder => builder.AddEngine(new RemoteEngine())) with { Root = root.Path };

        var exception = await Should.ThrowAsync<InvalidInputException>(
            () => EnvironmentsFile.ReadAsync(request, TestContext.Current.CancellationToken));

        exception.Problems.ShouldHaveSingleItem().ToString().ShouldBe(
            "environments.yml:3:24: There is no engine 'podman'. Known engines: auto, docker, process, remote, swarm.");
    }

    private static string Environments(string engine) =>
        $"project: acme\nenvironments:\n  production: {{engine: {engine}, strategy: {{type: recreate}}}}\n";

    private static DeliveryRequest Request(Action<DeliveryBuilder> configure) =>
        new("/", new FakeFace()) { Configure = configure };

    public sealed class Nothing : ICustomExpectation
    {
        public string Name => "nothing";

        public IRowTest Create(IReadOnlyDictionary<string, string> options) => throw new NotSupportedException();
    }

    private sealed class FixedTrainer(string name) : ITrainer<NoOptions>
    {
        public string Name => name;

        public IReadOnlyList<ModelTask> Tasks => [ModelTask.BinaryClassification];

        public Validated<TrainedModel> Train(
            TrainingRequest request, NoOptions options, IProgress<StepEvent> progress, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }

    private sealed record FloatOptions
    {
        public float Rate { get; init; } = 1;
    }

    private sealed class Unwritable : ITrainer<FloatOptions>
    {
        public string Name => "unwritable";

        public IReadOnlyList<ModelTask> Tasks => [];

        public Validated<TrainedModel> Train(
            TrainingRequest request,
            FloatOptions options,
            IProgress<StepEvent> progress,
            CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }

    private sealed class Accuracy : IMetric
    {
        public string Name => "accuracy";

        public ModelTask Task => ModelTask.BinaryClassification;

        public bool HigherIsBetter => true;

        public double Measure(MetricRows rows, ReadOnlySpan<int> weights) => throw new NotSupportedException();
    }

    private sealed class FixedFlavor : IModelFlavor
    {
        public string Name => "fixed";

        public IPredictor Load(ModelArtifact artifact) => throw new NotSupportedException();
    }

    private sealed class RemoteEngine : IEngine
    {
        public string Name => "remote";

        public IEngineSite Open(EnvironmentSite site, EngineSupplies supplies) => throw new NotSupportedException();
    }

    private sealed class DenyAll : IAccessPolicy
    {
        public AccessDecision Authorize(Actor actor, string action, string subject) => new AccessDecision.Denied("no");
    }
}
