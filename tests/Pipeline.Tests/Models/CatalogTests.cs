using Pipeline.Core.Problems;
using Pipeline.Core.Progress;

namespace Pipeline.Models;

public class CatalogTests
{
    private static readonly TrainerCatalog Trainers = new(new Named("fast-tree"), new Named("fast-forest"));

    [Fact]
    public void Find_KnownName_IsThatTrainer()
    {
        var trainer = Trainers.Find("fast-tree").Value;

        trainer.Name.ShouldBe("fast-tree");
    }

    [Theory]
    [InlineData("fast-three", "Did you mean 'fast-tree'? Known trainers: fast-forest, fast-tree.")]
    [InlineData("xgboost", "Known trainers: fast-forest, fast-tree.")]
    public void Find_UnknownName_SaysWhichAreKnown(string name, string hint)
    {
        var found = Trainers.Find(name, new SourceLocation("model.yml", 3, 1));

        found.Problems.ShouldHaveSingleItem()
            .ShouldBe(new Problem("model.yml", 3, 1, $"There is no trainer '{name}'.", hint));
    }

    [Fact]
    public void Load_FlavorThatIsNotKnown_SaysWhichAre()
    {
        var predictors = new PredictorCatalog(new Flavor("fakes"));
        var artifact = new ModelArtifact(Some.Signature, new Dictionary<string, ReadOnlyMemory<byte>>());

        var load = () => predictors.Load(artifact);

        load.ShouldThrow<UnreadableModelException>().Message.ShouldBe(
            "The model in 'signature.json' cannot be loaded: its flavor 'fake' is not known here. Did you mean 'fakes'?");
    }

    private sealed class Named(string name) : ITrainer<NoOptions>
    {
        public string Name => name;

        public IReadOnlyList<ModelTask> Tasks => [];

        public Validated<TrainedModel> Train(
            TrainingRequest request, NoOptions options, IProgress<StepEvent> progress, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }

    private sealed class Flavor(string name) : IModelFlavor
    {
        public string Name => name;

        public IPredictor Load(ModelArtifact artifact) => throw new NotSupportedException();
    }
}
