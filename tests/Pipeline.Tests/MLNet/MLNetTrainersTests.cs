using Pipeline.Core.Progress;
using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Testing;

namespace Pipeline.MLNet;

/// <summary>What holds of every trainer, and of those that tell two classes apart.</summary>
public class MLNetTrainersTests
{
    public static TheoryData<string> Names =>
    [
        .. MLNetTrainers.All(TimeProvider.System)
            .Where(x => x.Tasks.Contains(ModelTask.BinaryClassification)).Select(x => x.Name),
    ];

    [Fact]
    public void Train_OnOtherProcessorsAndUnderAnotherCulture_MakesTheSameBytesAndAnswers()
    {
        var one = Make("0", [], "1");
        var two = Make("0,1", ["commas"], "2");
        var four = Make("0,1", [], "4");

        one.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(x => x.Split(' ')[0]).ShouldBe(
            MLNetTrainers.All(TimeProvider.System).SelectMany(x => x.Tasks.Select(y => $"{x.Name}/{y}")));
        two.ShouldBe(one);
        four.ShouldBe(one);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Train_Loans_TellsThemApartAndIsLoadedAgain(string name)
    {
        var rows = Loans.Rows(3_000, seed: 9);
        using var predictor = Loans.Load(Train(name, Loans.Rows(3_000)));

        var scored = predictor.Score(rows, CancellationToken.None);

        var truth = TaskKind.Of(predictor.Signature.Task).Read(rows["repaid"], predictor.Signature.Label).Value;
        var probabilities = ((NumberColumn)scored[ModelOutputs.Probability]).Values;
        probabilities.ShouldAllBe(x => x >= 0 && x <= 1);
        BinaryFigures.Of(probabilities, [.. truth.Values.Select(x => x > 0)]).RocAuc.ShouldBeGreaterThan(0.9);
    }

    private static TrainedModel Train(string name, Table rows) =>
        Trainer(name).Train(Loans.Request(rows), new Progress<StepEvent>(), CancellationToken.None).OrThrow();

    private static ITrainer Trainer(string name) => MLNetTrainers.All(TimeProvider.System).Single(x => x.Name == name);

    private static string Make(string processors, string[] arguments, string count)
    {
        var folder = AppContext.BaseDirectory.Replace("Pipeline.Tests", "ModelMaker", StringComparison.Ordinal);
        var program = Path.Combine(folder, "ModelMaker.dll");
        var child = Child.Run(
            "taskset", ["-c", processors, "dotnet", program, .. arguments], Repository.Root, ("DOTNET_PROCESSOR_COUNT", count));
        child.ExitCode.ShouldBe(0, child.Text);
        return child.Output;
    }
}
