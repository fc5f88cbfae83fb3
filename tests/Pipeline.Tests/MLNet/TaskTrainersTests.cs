using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Pipeline.Core.Progress;
using Pipeline.Manifest.Records;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.MLNet;

/// <summary>What holds of every trainer in every task that it learns.</summary>
public class TaskTrainersTests
{
    private const int Count = 900;

    private static readonly string[] Sizes = ["large", "medium", "small"];

    public static TheoryData<string, ModelTask> Learned =>
        [.. MLNetTrainers.All(TimeProvider.System).SelectMany(x => x.Tasks.Select(y => (x.Name, y)))];

    public static TheoryData<string, ModelTask> NotLearned =>
        [.. MLNetTrainers.All(TimeProvider.System).SelectMany(x => Enum.GetValues<ModelTask>().Except(x.Tasks)
            .Select(y => (x.Name, y)))];

    [Theory]
    [MemberData(nameof(Learned))]
    public void Train_RowsThatAreEasy_IsLearnedAndLoadedAgain(string name, ModelTask task)
    {
        var rows = Rows(task, seed: 2);
        var artifact = Train(name, task, Rows(task)).Artifact;
        using var predictor = new MLNetFlavor().Load(artifact);

        var scored = predictor.Score(rows, TestContext.Current.CancellationToken);

        scored.Columns.Select(x => x.Name).ShouldBe(artifact.Signature.Outputs);
        Error(predictor, rows, scored).ShouldBeLessThan(0.1);
    }

    [Theory]
    [MemberData(nameof(Learned))]
    public void Score_RowByRow_GivesTheAnswersOfTheTable(string name, ModelTask task)
    {
        var rows = Rows(task);
        using var predictor = new MLNetFlavor().Load(Train(name, task, rows).Artifact);
        var table = predictor.Score(rows, TestContext.Current.CancellationToken);
        var (row, answers) = (new FeatureRow(predictor.Signature), new double[predictor.Signature.Outputs.Count]);

        for (var i = 0; i < 50; i++)
        {
            row.Fill(rows, i);
            predictor.Score(row, answers);
            answers.ShouldBe(table.Columns.Select(x => ((NumberColumn)x).Values[i]));
        }
    }

    [Theory]
    [MemberData(nameof(Learned))]
    public void Train_Again_MakesTheSameBytes(string name, ModelTask task) =>
        Train(name, task, Rows(task)).Artifact.Digest.ShouldBe(Train(name, task, Rows(task)).Artifact.Digest);

    [Theory]
    [MemberData(nameof(Learned))]
    public void Train_OptionsAtTheirLeast_AreAccepted(string name, ModelTask task)
    {
        var request = Request(name, task, Rows(task)) with { Options = Least(Trainer(name).Options) };

        var trained = Trainer(name).Train(request, new Silent(), TestContext.Current.CancellationToken).OrThrow();

        trained.Artifact.Files.ShouldContainKey("model.zip");
    }

    [Theory]
    [MemberData(nameof(Learned))]
    public void Options_EachOfThem_IsDescribed(string name, ModelTask task)
    {
        Trainer(name).Tasks.ShouldContain(task);

        ManifestRecord.Keys(Trainer(name).Options).ShouldAllBe(x => !string.IsNullOrEmpty(x.Description));
    }

    [Fact]
    public void Score_SeveralClasses_GivesProbabilitiesThatAddUpToOne()
    {
        const ModelTask Task = ModelTask.MulticlassClassification;
        foreach (var name in Learned.Where(x => x.Data.Item2 == Task).Select(x => x.Data.Item1))
        {
            using var predictor = new MLNetFlavor().Load(Train(name, Task, Rows(Task)).Artifact);

            var scored = predictor.Score(Rows(Task, seed: 3), TestContext.Current.CancellationToken);

            for (var i = 0; i < Count; i++)
            {
                var row = scored.Columns.Select(x => ((NumberColumn)x).Values[i]).ToList();
                row.ShouldAllBe(x => x >= 0 && x <= 1);
                row.Sum().ShouldBe(1, 1e-9);
            }
        }
    }

    [Theory]
    [MemberData(nameof(NotLearned))]
    public void Train_AnotherTask_IsRefusedInOneSentence(string name, ModelTask task)
    {
        var problems = Trainer(name).Train(Request(name, task, Rows(task)), new Silent(), CancellationToken.None).Problems;

        problems.ShouldHaveSingleItem().Message.ShouldStartWith($"{name} learns ");
        problems[0].Message.ShouldEndWith($" only, and the task is {TaskKind.Of(task).Words}.");
    }

    [Theory]
    [InlineData(ModelTask.MulticlassClassification, "log_loss accuracy")]
    [InlineData(ModelTask.Regression, "mean_absolute_error")]
    public void Train_AnyTask_MeasuresTheFit(ModelTask task, string metrics)
    {
        var measured = Train("fast-tree", task, Rows(task)).Metrics;

        string.Join(' ', measured.Select(x => x.Name)).ShouldBe(metrics);
        measured.ShouldAllBe(x => x.Samples == Count);
    }

    /// <summary>Of classes the share that is wrong; of numbers the mean error, as a share of their spread.</summary>
    private static double Error(IPredictor predictor, Table rows, Table scored)
    {
        var (signature, form) = (predictor.Signature, new AnswerForm(predictor.Signature));
        var truth = TaskKind.Of(signature.Task).Read(rows[signature.Label.Column], signature.Label).Value.Values;
        return Enumerable.Range(0, rows.RowCount).Average(row =>
        {
            double[] answers = [.. scored.Columns.Select(x => ((NumberColumn)x).Values[row])];
            return form.Label(answers) is { } label
                ? label == rows[signature.Label.Column].Text(row) ? 0.0 : 1
                : Math.Abs(answers[0] - truth[row]) / 100;
        });
    }

    internal static TrainedModel Train(string name, ModelTask task, Table rows) =>
        Trainer(name).Train(Request(name, task, rows), new Silent(), CancellationToken.None).OrThrow();

    private static TrainingRequest Request(string name, ModelTask task, Table rows) => new()
    {
        Set = new TrainingSet { Rows = rows, Task = task, Label = "y", Positive = "large" },
        Seed = 7,
    };

    /// <summary>A record of options with each number that has a range at its lower end.</summary>
    private static object Least(Type record)
    {
        var least = Activator.CreateInstance(record)!;
        foreach (var property in record.GetProperties().Where(x => x.CanWrite))
        {
            if (property.GetCustomAttribute<RangeAttribute>() is { } range)
                property.SetValue(least, range.Minimum);
            else if (property.PropertyType is { IsClass: true, IsSealed: true } inner && inner != typeof(string))
                property.SetValue(least, Least(inner));
        }

        return least;
    }

    private static ITrainer Trainer(string name) => MLNetTrainers.All(TimeProvider.System).Single(x => x.Name == name);

    internal static Table Rows(ModelTask task, int seed = 1)
    {
        var random = new Random(seed);
        var (size, colour, names, numbers) = (
            new NumberColumnBuilder("size"), new CategoryColumnBuilder("colour"),
            new CategoryColumnBuilder("y"), new NumberColumnBuilder("y"));
        for (var i = 0; i < Count; i++)
        {
            var (length, isRed) = (random.NextDouble() * 100, random.Next(2) == 0);
            size.Append(i % 20 == 19 ? double.NaN : length);
            colour.Append(isRed ? "red" : "blue");
            var known = i % 20 == 19 ? 50 : length;
            var third = task == ModelTask.BinaryClassification ? (known < 50 ? 2 : 0) : Math.Min((int)(known / 34), 2);
            names.Append(Sizes[third]);
            numbers.Append(known + (isRed ? 10 : 0));
        }

        return new Table(size.Build(), colour.Build(), task == ModelTask.Regression ? numbers.Build() : names.Build());
    }

    private sealed class Silent : IProgress<StepEvent>
    {
        public void Report(StepEvent value)
        {
        }
    }
}
