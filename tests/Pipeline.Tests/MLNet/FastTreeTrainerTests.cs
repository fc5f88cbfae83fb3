using Pipeline.Core.Checks;
using Pipeline.Core.Progress;
using Pipeline.MLNet.Trainers;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.MLNet;

public class FastTreeTrainerTests
{
    private static readonly ITrainer Trainer = new FastTreeTrainer(TimeProvider.System);

    [Fact]
    public void Train_CategoriesInAnotherOrder_MakesTheSameBytes()
    {
        var rows = Loans.Rows();
        var purpose = (CategoryColumn)rows["purpose"];
        var reversed = new CategoryDomain([.. purpose.Domain.Names.Reverse(), "never met"]);
        var recoded = new CategoryColumn(
            "purpose", [.. purpose.Codes.Select(x => reversed.CodeOf(purpose.Domain.Names[x]))], reversed);

        var model = Loans.Train(rows.With(recoded));

        model.Artifact.Digest.ShouldBe(Loans.Train(rows).Artifact.Digest);
    }

    [Fact]
    public void Train_OtherOptions_MakeAnotherModel()
    {
        FastTreeOptions[] all =
            [new() { Trees = 7 }, new() { Leaves = 7 }, new() { LearningRate = 0.07 }, new() { MinLeaf = 70 }];

        var digests = all.Select(x => Loans.Train(Loans.Rows(), x).Artifact.Digest);

        digests.Append(Loans.Train(Loans.Rows()).Artifact.Digest).Distinct().Count().ShouldBe(5);
    }

    [Fact]
    public void Train_Loans_SaysWhatTheModelTakesAndGives()
    {
        var signature = Loans.Train(Loans.Rows()).Artifact.Signature;

        signature.Label.ShouldBe(new ModelLabel.TwoClasses("repaid", "yes", "no"));
        signature.Inputs.Select(x => (x.Name, x.Type, x.MayBeMissing)).ShouldBe(
            [("income", ColumnType.Number, true), ("purpose", ColumnType.Category, false)]);
        signature.Inputs[1].Categories.ShouldBe(["car", "education", "home"]);
        signature.Outputs.ShouldBe(["score", "probability"]);
    }

    [Fact]
    public void Train_Loans_MeasuresTheFit()
    {
        var metrics = Loans.Train(Loans.Rows()).Metrics;

        metrics.Select(x => (x.Name, x.Samples)).ShouldBe([("log_loss", 600), ("accuracy", 600)]);
        ((MeasuredValue.Number)metrics[0].Value).Value.ShouldBeInRange(0, 0.4);
        ((MeasuredValue.Number)metrics[1].Value).Value.ShouldBeInRange(0.8, 1);
    }

    [Fact]
    public void Train_Loans_TellsWhenItStartsAndEnds()
    {
        var progress = new Events();

        Trainer.Train(Loans.Request(Loans.Rows()), progress, CancellationToken.None).IsValid.ShouldBeTrue();

        progress.All.Select(x => (x.GetType().Name, x.Step)).ShouldBe(
            [("Started", "training fast-tree"), ("Finished", "training fast-tree")]);
    }

    [Fact]
    public void Train_LabelOfOneClass_IsRefusedInOneSentence()
    {
        var rows = Loans.Rows(20);
        var same = rows.With(new CategoryColumn("repaid", [.. new int[20]], new CategoryDomain("yes", "no")));

        var problems = Problems(Loans.Request(same));

        problems.ShouldBe(["The label 'repaid' has 'yes' and nothing else; a binary model learns from two classes."]);
    }

    [Fact]
    public void Train_SeveralMistakes_ReportsThemAll()
    {
        var rows = Loans.Rows(2).With(new TextColumn("note", [" ", ""])).With(new TextColumn("repaid", ["yes", null]));

        var problems = Problems(Loans.Request(rows));

        problems.ShouldBe(
        [
            "The label 'repaid' is missing in 1 of 2 rows. Leave such rows out.",
            "'note' is to become n-grams, and no row to learn from has a word in it. Add it to data.ignore.",
        ]);
    }

    [Fact]
    public void Train_NumbersWithDecimalCommas_SaysSo()
    {
        var rows = Loans.Rows(3).With(new TextColumn("amount", ["1,5", null, "20"]));

        Problems(Loans.Request(rows)).ShouldHaveSingleItem().ShouldEndWith("a decimal comma; write them with a point.");
    }

    [Fact]
    public void Train_NothingButTheLabel_IsRefused()
    {
        var problems = Problems(Loans.Request(Loans.Rows().Keep("repaid")));

        problems.ShouldBe(["There is no column to learn from beside the label."]);
    }

    [Fact]
    public void Train_Cancelled_Stops()
    {
        var train = () => Trainer.Train(Loans.Request(Loans.Rows()), new Events(), new CancellationToken(canceled: true));

        train.ShouldThrow<OperationCanceledException>();
    }

    private static IEnumerable<string> Problems(TrainingRequest request) =>
        Trainer.Train(request, new Events(), CancellationToken.None).Problems.Select(x => x.ToString());

    private sealed class Events : IProgress<StepEvent>
    {
        public List<StepEvent> All { get; } = [];

        public void Report(StepEvent value) => All.Add(value);
    }
}
