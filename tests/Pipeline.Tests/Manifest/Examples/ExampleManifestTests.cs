using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Models;

namespace Pipeline.Manifest.Examples;

public class ExampleManifestTests
{
    private static readonly BoundManifest<ModelFrame> Model = Example.ReadModel(Example.Model).OrThrow();

    private static readonly BoundManifest<EnvironmentsFrame> Environments
        = Example.ReadEnvironments(Example.Environments).OrThrow();

    [Fact]
    public void Model_Frame_IsBound()
    {
        Model.Frame.Name.ShouldBe(ModelName.Parse("loan-default"));
        Model.Frame.Task.ShouldBe(ModelTask.BinaryClassification);
        Model.Frame.Card.OutOfScope.ShouldBe("...");
        Model.Frame.Extensions.ShouldBeNull();
    }

    [Fact]
    public void Model_Columns_KeepTheirOrderAndCriteria()
    {
        var columns = Model.Get<DataSection>().Columns;

        columns.Keys.ShouldBe(["income", "purpose"]);
        columns["income"].Accepts.ShouldBe(new Criterion.Between(0, 1e7));
        columns["income"].Missing.ShouldBe(new Criterion.AtMost(0.05));
        columns["purpose"].Accepts.ShouldBe(new Criterion.OneOf(["car", "home", "education", "other"]));
    }

    [Fact]
    public void Model_Expectations_AreChosenByTheirKeys()
    {
        var expect = Model.Get<DataSection>().Expect;

        expect[0].ShouldBe(new Expectation.Rows(new Criterion.AtLeast(5000)));
        expect[1].ShouldBeOfType<Expectation.Unique>().Columns.ShouldBe(["application_id"]);
    }

    [Fact]
    public void Model_Gates_AreBoundInOrder()
    {
        var gates = Model.Get<EvaluationSection>().Gates;

        gates.Count.ShouldBe(6);
        var champion = new Criterion.NoWorseThan("champion", 0.005, 0.95);
        gates[1].ShouldBe(new GateSpec.MetricGate { Name = "roc_auc", Criterion = champion });
        gates[4].ShouldBe(new GateSpec.RobustnessGate
        {
            Rule = "missing-values",
            Metric = "roc_auc",
            Drop = new Criterion.AtMost(0.05),
        });
    }

    [Fact]
    public void Model_Defaults_AreTheRecords()
    {
        Model.Get<DataSection>().Split.ShouldNotBeNull().Seed.ShouldBeNull();
        Model.Get<EvaluationSection>().Gates[0].Severity.ShouldBe(Severity.Error);
    }

    [Fact]
    public void Model_TrainerOptions_AreBoundOnceTheTrainerIsKnown()
    {
        var options = Model.Get<TrainingSection>().Options.ShouldNotBeNull().Bind<FastTreeOptions>();

        options.Value.ShouldBe(new FastTreeOptions { Trees = 200, Leaves = 31, LearningRate = 0.08 });
    }

    [Fact]
    public void Model_TrainerOptionsWrong_AreProblemsInTheirPlace()
    {
        var model = Example.ReadModel(Example.Model.Replace("trees: 200", "tree: 0", StringComparison.Ordinal)).OrThrow();

        var options = model.Get<TrainingSection>().Options.ShouldNotBeNull().Bind<FastTreeOptions>();

        options.Problems.ShouldHaveSingleItem().ToString().ShouldBe(
            "model.yml:21:13: 'tree' is not a known key in 'training.options'. Did you mean 'trees'?");
    }

    [Fact]
    public void Environments_Sections_AreBound()
    {
        var environments = Environments.Get<IReadOnlyDictionary<string, EnvironmentSpec>>();

        environments.Keys.ShouldBe(["staging", "production"]);
        environments["staging"].Strategy.ShouldBeOfType<StrategySpec.Recreate>();
        environments["production"].Requires.ShouldBe([new RequirementSpec("staging", TimeSpan.FromMinutes(10))]);
        environments["production"].AdminToken!.Variable.ShouldBe("PIPELINE_ADMIN_TOKEN");
        environments["production"].Analysis[0].RequestsAtLeast.ShouldBe(500);
    }

    [Fact]
    public void Environments_CanarySteps_AreInOrder()
    {
        var canary = Environments.Get<IReadOnlyDictionary<string, EnvironmentSpec>>()["production"].Strategy;

        canary.ShouldBeOfType<StrategySpec.Canary>().Steps.ShouldBe(
        [
            new StepSpec.SetWeight(10), new StepSpec.Analyze { For = TimeSpan.FromMinutes(2) },
            new StepSpec.SetWeight(50), new StepSpec.Analyze { For = TimeSpan.FromMinutes(2) },
        ]);
    }

    [Theory]
    [InlineData("evaluation.gates[2]", "model.yml:27:7")]
    [InlineData("evaluation.gates[2].at-least", "model.yml:27:46")]
    [InlineData("evaluation.gates[2].severity", "model.yml:27:7")]
    [InlineData("data.columns.income.missing.at-most", "model.yml:14:66")]
    [InlineData("training.seed", "model.yml:22:9")]
    [InlineData("evaluation", "model.yml:23:1")]
    [InlineData("nowhere", "model.yml:1:1")]
    public void Locate_Path_IsItsPlaceOrTheNearestAround(string path, string expected) =>
        Model.Locate(path).ToString().ShouldBe(expected);

    [Fact]
    public void PathOf_BoundRecord_IsWhereItCameFrom()
    {
        var gate = Model.Get<EvaluationSection>().Gates[3];

        Model.PathOf(gate).ShouldBe("evaluation.gates[3]");
        Model.Locate(Model.PathOf(gate)!).Line.ShouldBe(28);
        Model.PathOf(gate with { }).ShouldBeNull();
    }

    [Fact]
    public void PathOf_Criterion_IsThatOfItsLimitInlineAndNested()
    {
        var gate = Model.Get<EvaluationSection>().Gates[3].ShouldBeOfType<GateSpec.MetricGate>();
        var missing = Model.Get<DataSection>().Columns["income"].Missing;

        Model.PathOf(gate.Criterion).ShouldBe("evaluation.gates[3].at-least");
        Model.PathOf(missing!).ShouldBe("data.columns.income.missing.at-most");
    }

    [Fact]
    public void DigestOf_Section_IgnoresLayoutAndNotation()
    {
        const string gate = "{metric: roc_auc, at-least: 0.80}";
        const string same = "{ 'at-least': 8e-1,  metric: \"roc_auc\" } # same";

        var other = Example.ReadModel(Example.Model.Replace(gate, same, StringComparison.Ordinal)).OrThrow();

        other.DigestOf("evaluation").ShouldBe(Model.DigestOf("evaluation"));
        other.DigestOf("evaluation").ShouldNotBe(Model.DigestOf("training"));
        other.DigestOf("absent").ShouldBeNull();
    }

    [Fact]
    public void Find_OptionalSectionAbsent_IsNull()
    {
        var model = Example.ReadModel(Example.Model.Replace("package: {base: host}", "", StringComparison.Ordinal)).OrThrow();

        model.Find<PackageSection>().ShouldBeNull();
        Should.Throw<InvalidOperationException>(() => model.Get<PackageSection>());
    }
}
