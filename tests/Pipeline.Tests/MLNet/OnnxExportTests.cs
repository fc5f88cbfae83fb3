using Pipeline.Models;
using Pipeline.Onnx;

namespace Pipeline.MLNet;

/// <summary>What becomes of each trainer's model in ONNX.</summary>
public class OnnxExportTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(TaskTrainersTests.Learned), MemberType = typeof(TaskTrainersTests))]
    public void Draft_OfEveryTrainer_AnswersAsTheModelOrSaysWhyNot(string name, ModelTask task)
    {
        var rows = TaskTrainersTests.Rows(task);

        var trained = TaskTrainersTests.Train(name, task, rows);

        using var predictor = new MLNetFlavor().Load(trained.Artifact);
        var form = trained.Onnx switch
        {
            OnnxDraft.Written draft => OnnxComparison.Compare(draft, predictor, rows, Token),
            OnnxDraft.Impossible impossible => new OnnxForm { Reason = impossible.Reason },
            _ => null,
        };
        TestContext.Current.TestOutputHelper?.WriteLine($"{name} {task}: {form}");
        form.ShouldNotBeNull().Reason.ShouldBe(name == "naive-bayes" ? "ML.NET cannot convert one of its steps" : null);
    }

    [Fact]
    public void Compare_FormOfAnotherModel_IsRefusedWithTheDifference()
    {
        var rows = Loans.Rows();
        var other = (OnnxDraft.Written)Loans.Train(Loans.Rows(seed: 5)).Onnx!;
        using var predictor = Loans.Load(Loans.Train(rows));

        var form = OnnxComparison.Compare(other, predictor, rows, Token);

        form.Reason.ShouldNotBeNull().ShouldMatch("^its answers differ from the model's by up to [0-9]e[+-][0-9]+ of them$");
        form.Rows.ShouldBe(600);
    }

    [Fact]
    public void Compare_BytesThatAreNoModel_AreRefused()
    {
        using var predictor = Loans.Load(Loans.Train(Loans.Rows()));
        var draft = new OnnxDraft.Written(new byte[] { 1, 2, 3 }, ["Score.output", "Probability.output"]) { Tell = rows => rows };

        OnnxComparison.Compare(draft, predictor, Loans.Rows(), Token).Reason.ShouldNotBeNull().ShouldStartWith("ONNX Runtime ");
    }
}
