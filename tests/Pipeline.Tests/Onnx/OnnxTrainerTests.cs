using Pipeline.Core.Problems;
using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Onnx.Sessions;
using Pipeline.Testing;

namespace Pipeline.Onnx;

/// <summary>What tools write, bound to data; and what cannot be.</summary>
public class OnnxTrainerTests
{
    private static readonly Table Two = new(
        Some.Numbers("a", 1, 2, 3, 4), Some.Numbers("b", 0, 1, 0, 1), Some.Numbers("y", 0, 1, 0, 1));

    private static readonly Table Three = new(
        Some.Numbers("x", -3, 0.1, 3, -2), Some.Categories("y", "low", "mid", "high", "low"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sigmoid_OneNumber_IsTheProbabilityOfThePositiveClass(bool isLogit)
    {
        var options = new OnnxOptions { Scores = isLogit ? OnnxScores.Logits : OnnxScores.Probabilities };
        using var predictor = Taken.Load(OnnxBytes.Sigmoid(1, -2, 0.5f, isLogit), Some.Set(Two), options);

        var answers = ((NumberColumn)predictor.Score(Two, Token)[ModelOutputs.Probability]).Values;

        answers[1].ShouldBe(1 / (1 + Math.Exp(-0.5)), 1e-6);
        predictor.Signature.Inputs.Select(x => x.Name).ShouldBe(["a", "b"]);
    }

    [Fact]
    public void Logits_NotSaidToBeOnes_AreNoProbabilities()
    {
        var problem = Taken.Train(OnnxBytes.Sigmoid(1, -2, 0.5f, isLogit: true), Some.Set(Two)).Problems.ShouldHaveSingleItem();

        problem.Message.ShouldContain("as a probability, in 3 of 4 train rows");
        problem.Hint.ShouldNotBeNull().ShouldContain("training.options.scores: logits");
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Classifier_OfSeveralClasses_GivesEachItsProbability(bool isMap, bool hasTexts)
    {
        var labels = hasTexts
            ? OnnxBytes.Strings("classlabels_strings", "mid", "high", "low")
            : OnnxBytes.Whole("classlabels_ints", 0, 1, 2);
        // Of numbers nobody knows which class each is.
        var options = hasTexts ? new OnnxOptions() : new OnnxOptions { Classes = ["mid", "high", "low"] };
        using var predictor = Taken.Load(
            OnnxBytes.Classifier(labels, [0, 2, -2], isMap),
            Some.Set(Three, ModelTask.MulticlassClassification), options);

        var answers = predictor.Score(Three, Token);

        predictor.Signature.Outputs.ShouldBe(["probabilities.high", "probabilities.low", "probabilities.mid"]);
        var row = answers.Columns.Select(x => ((NumberColumn)x).Values[2]).ToList();
        var (high, low, mid) = (Math.Exp(6), Math.Exp(-6), 1.0);
        row[0].ShouldBe(high / (high + low + mid), 1e-6);
        row[1].ShouldBe(low / (high + low + mid), 1e-6);
        row[2].ShouldBe(mid / (high + low + mid), 1e-6);
    }

    [Fact]
    public void Classes_InAnotherOrderThanTheModelDecides_AreRefused()
    {
        var labels = OnnxBytes.Strings("classlabels_strings", "mid", "high", "low");
        var options = new OnnxOptions { Classes = ["mid", "low", "high"] };

        var problem = Taken.Train(
            OnnxBytes.Classifier(labels, [0, 2, -2]), Some.Set(Three, ModelTask.MulticlassClassification), options)
            .Problems.ShouldHaveSingleItem();

        problem.Message.ShouldContain("its numbers are for another class");
    }

    [Fact]
    public void Classes_OfTheModel_AreNotTheDatas_SaysBoth()
    {
        var problem = Taken.Train(
            OnnxBytes.Classifier(OnnxBytes.Whole("classlabels_ints", 0, 1, 2), [0, 2, -2]),
            Some.Set(Three, ModelTask.MulticlassClassification)).Problems.ShouldHaveSingleItem();

        problem.Message.ShouldBe("The model tells '0', '1', '2' apart, and the label 'y' has 'high', 'low', 'mid'.");
    }

    [Fact]
    public void SingleRows_AndTables_GetTheSameAnswersToTheBit()
    {
        var random = new Random(5);
        var rows = new Table(
            Some.Numbers("a", [.. Enumerable.Range(0, 3_000).Select(_ => random.NextDouble())]),
            Some.Numbers("b", [.. Enumerable.Range(0, 3_000).Select(x => x % 7 == 0 ? double.NaN : random.NextDouble())]),
            Some.Numbers("y", [.. Enumerable.Range(0, 3_000).Select(x => x % 2.0)]));
        using var predictor = Taken.Load(
            OnnxBytes.Sigmoid(1, 0, 0.5f), Some.Set(rows.Without("b").With(Some.Numbers("b", new double[3_000]))));
        var scored = ((NumberColumn)predictor.Score(rows, Token)[ModelOutputs.Probability]).Values;
        var row = new FeatureRow(predictor.Signature);
        var answer = new double[1];

        for (var i = 0; i < rows.RowCount; i++)
        {
            row.Fill(rows, i);
            predictor.Score(row, answer);
            BitConverter.DoubleToInt64Bits(answer[0]).ShouldBe(BitConverter.DoubleToInt64Bits(scored[i]));
        }
    }

    [Fact]
    public void WholeNumbers_InAnInput_HaveNoneForAMissingOne()
    {
        var rows = new Table(Some.Numbers("n", 1, 2, 3), Some.Numbers("r", 0.5, 0.5, 0.5), Some.Numbers("y", 1, 2, 3));
        using var predictor = Taken.Load(OnnxBytes.Sum("n", "r"), Some.Set(rows, ModelTask.Regression));
        var given = new Table(Some.Numbers("n", 7, double.NaN, 1.5), Some.Numbers("r", 1, 1, 1));

        ((NumberColumn)predictor.Score(given, Token)[ModelOutputs.Value]).Values.ShouldBe([8, double.NaN, double.NaN]);

        var missing = new Table(Some.Numbers("n", 1, double.NaN), Some.Numbers("r", 1, 1), Some.Numbers("y", 1, 2));
        Taken.Train(OnnxBytes.Sum("n", "r"), Some.Set(missing, ModelTask.Regression)).Problems.ShouldHaveSingleItem()
            .Message.ShouldContain("takes whole numbers, and 'n' is missing in 1 of 2 train rows");
    }

    [Fact]
    public void Inputs_ThatAreNoColumns_NameTheNearest()
    {
        var rows = new Table(Some.Numbers("age", 1, 2), Some.Numbers("r", 1, 2), Some.Numbers("y", 1, 2));

        var problem = Taken.Train(OnnxBytes.Sum("agee", "r"), Some.Set(rows, ModelTask.Regression))
            .Problems.ShouldHaveSingleItem();

        problem.ToString().ShouldContain("The model's input 'agee' is no column of the data. Did you mean 'age'?");
    }

    [Theory]
    [InlineData(99, 8, "it uses version 99 of the operators of ai.onnx, and ONNX Runtime 1.31.1 knows them up to version ")]
    [InlineData(15, 99, "its format is of version 99, and ONNX Runtime 1.31.1 reads them up to version ")]
    public void Newer_ThanTheRuntime_IsRefusedWithBothNumbers(long opset, long format, string sentence)
    {
        var model = OnnxBytes.Model(
            [OnnxBytes.Node("Identity", "", ["X"], ["Y"])],
            [OnnxBytes.Tensor("X", OnnxBytes.Float, null, 1)],
            [OnnxBytes.Tensor("Y", OnnxBytes.Float, null, 1)],
            opset,
            format);
        var rows = new Table(Some.Numbers("x", 1, 2), Some.Numbers("y", 1, 2));

        Taken.Train(model, Some.Set(rows, ModelTask.Regression)).Problems.ShouldHaveSingleItem().Message.ShouldContain(sentence);
    }

    [Fact]
    public void Values_InAFileBeside_AreTakenAlong()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["models"]);
        File.WriteAllBytes(folder["models", "some.onnx"], OnnxBytes.External("some.data"));
        File.WriteAllBytes(folder["models", "some.data"], [0, 0, 0, 0, .. BitConverter.GetBytes(40f)]);
        var rows = new Table(Some.Numbers("x", 1, 2), Some.Numbers("y", 1, 2));
        var (options, place) = (new OnnxOptions { Path = "some.onnx" }, new TrainingPlace(folder.Path, folder["models"], ""));

        var trained = Taken.Train(folder.Path, Some.Set(rows, ModelTask.Regression), options).OrThrow();

        using var predictor = new OnnxFlavor().Load(trained.Artifact);
        ((NumberColumn)predictor.Score(rows, Token)[ModelOutputs.Value]).Values.ShouldBe([41, 42]);
        new OnnxTrainer(TimeProvider.System).FilesOf(options, place)
            .ShouldBe([folder["models", "some.onnx"], folder["models", "some.data"]]);
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("/etc/hostname")]
    [InlineData("sub/some.data")]
    [InlineData("")]
    public void Values_Elsewhere_AreRefused(string file)
    {
        var rows = new Table(Some.Numbers("x", 1, 2), Some.Numbers("y", 1, 2));

        Taken.Train(OnnxBytes.External(file), Some.Set(rows, ModelTask.Regression)).Problems.ShouldHaveSingleItem()
            .Message.ShouldContain($"Its values lie in '{file}'; a plain file name beside the model is accepted.");
    }

    [Theory]
    [InlineData("../../outside.onnx")]
    [InlineData("/etc/model.onnx")]
    [InlineData("")]
    [InlineData("none.onnx")]
    public void Path_ToNoFileOfTheRepository_IsRefused(string path)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["models"]);

        Taken.Train(folder.Path, Some.Set(Two), new OnnxOptions { Path = path }).Problems.ShouldHaveSingleItem();
    }

    /// <summary>Bytes that were changed by chance are refused in a sentence or give a model, and nothing else happens.</summary>
    [Fact]
    public void Bytes_ChangedByChance_AreRefusedOrAnswer()
    {
        var whole = OnnxBytes.Classifier(OnnxBytes.Strings("classlabels_strings", "mid", "high", "low"), [0, 2, -2]);
        var random = new Random(11);
        for (var i = 0; i < 150; i++)
        {
            byte[] changed = [.. whole];
            for (var at = 0; at < 1 + (i % 3); at++)
                changed[random.Next(changed.Length)] = (byte)random.Next(256);

            var trained = Taken.Train(changed[..(i % 5 == 0 ? random.Next(changed.Length) : changed.Length)],
                Some.Set(Three, ModelTask.MulticlassClassification));

            trained.Problems.ShouldAllBe(x => x.Message.Length > 0 && x.Message.Length < 600);
        }
    }

    [Fact]
    public void Binding_OfAnotherModel_IsUnreadable()
    {
        var artifact = Taken.Train(OnnxBytes.Sigmoid(1, 1, 0), Some.Set(Two)).OrThrow().Artifact;
        var files = artifact.Files.Where(x => x.Key != ModelSignature.FileName).ToDictionary(x => x.Key, x => x.Value);
        files[OnnxBinding.FileName] = """{"inputs": [], "output": null, "missingText": "", "rowsAtOnce": 1}"""u8.ToArray();

        Should.Throw<UnreadableModelException>(() => new OnnxFlavor().Load(new ModelArtifact(artifact.Signature, files)));
    }
}
