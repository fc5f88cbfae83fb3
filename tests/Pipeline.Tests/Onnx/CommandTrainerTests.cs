using System.Diagnostics;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Onnx.Commands;
using Pipeline.Testing;

namespace Pipeline.Onnx;

/// <summary>Scripts of a shell in place of a team's training.</summary>
[Trait("Needs", "Linux")]
public sealed class CommandTrainerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _lines = [];

    private static readonly Table Rows = new(
        Some.Numbers("a", 1, 2, 3, 4), Some.Numbers("b", 0, 1, 0, 1), Some.Categories("c", "x", "", null, "z"),
        Some.Categories("y", "no", "a \"yes\", sir", "no", "a \"yes\", sir"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Train_CommandThatWritesAModel_IsTakenInWithItsCurves()
    {
        var trained = Train(
            """
            cp "$1" "$PIPELINE_OUTPUT/model.onnx"
            echo '{"iteration": 1, "log_loss": 0.5}' > output/metrics.jsonl
            echo '{"iteration": 2, "log_loss": 0.25, "x": NaN}' >> output/metrics.jsonl
            echo no >> output/metrics.jsonl
            echo '{"iteration": 3, "log_loss": 0.125}' >> output/metrics.jsonl
            cat train.csv training.json
            """, x => x with { Model = new OnnxMapping { Inputs = Some.Columns("X", ["a", "b"]) } }).OrThrow();

        using var predictor = new OnnxFlavor().Load(trained.Artifact);
        var answers = ((NumberColumn)predictor.Score(Rows, Token)[ModelOutputs.Probability]).Values;
        answers[0].ShouldBe(1 / (1 + Math.Exp(0)), 1e-6);
        var curve = trained.Curves.ShouldHaveSingleItem();
        curve.Metric.ShouldBe("log_loss");
        curve.Points.ShouldBe([new CurvePoint(1, 0.5), new CurvePoint(3, 0.125)]);
        _lines.ShouldContain("a,b,c,y");
        _lines.ShouldContain("""2,1,"","a ""yes"", sir" """.TrimEnd());
        _lines.ShouldContain("3,0,,no");
        _lines.ShouldContain(x => x.Contains("\"task\": \"binary-classification\"", StringComparison.Ordinal));
        _lines.ShouldContain(x => x.Contains("2 lines were left out, the first is line 2", StringComparison.Ordinal));
        Directory.GetFileSystemEntries(_folder["scratch"]).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("echo learning; echo 'no luck' >&2; exit 3", "ended with exit code 3")]
    [InlineData("true", "ended well and wrote no model.onnx, without a word.")]
    [InlineData("sleep 60 & sleep 60", "did not end within 0.02 minutes, its time-out, and was ended")]
    [InlineData("echo nonsense > output/model.onnx", "The file is no ONNX model")]
    [InlineData("kill -9 $$", "ended with exit code 137")]
    public void Train_CommandThatFails_IsASentence(string script, string sentence)
    {
        var watch = Stopwatch.StartNew();

        var problem = Train(script).Problems.ShouldHaveSingleItem();

        problem.Message.ShouldContain(sentence);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
        Directory.GetFileSystemEntries(_folder["scratch"]).ShouldBeEmpty();
    }

    [Fact]
    public void Train_CommandThatFails_TellsItsLastLines() =>
        Train("echo learning; sleep 0.2; echo 'no luck' >&2; exit 3").Problems.ShouldHaveSingleItem()
            .Message.ShouldEndWith("its last lines: 'learning / no luck'.");

    /// <summary>What stays behind in a session is ended with it, also once its parent is gone.</summary>
    [Fact]
    public void Train_WhatItLeftRunning_IsEnded()
    {
        Train("(sleep 61.25 &) ; exit 1").IsValid.ShouldBeFalse();

        Directory.EnumerateDirectories("/proc").Where(x => int.TryParse(Path.GetFileName(x), out _)).Select(CommandOf)
            .ShouldNotContain(x => x.Contains("61.25", StringComparison.Ordinal));
    }

    [Fact]
    public void Train_Cancelled_EndsTheCommand()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(1));

        Should.Throw<OperationCanceledException>(() =>
            Train("sleep 60", x => x with { Timeout = TimeSpan.FromMinutes(1) }, source.Token));

        Directory.GetFileSystemEntries(_folder["scratch"]).ShouldBeEmpty();
    }

    [Fact]
    public void Train_Variables_AreThoseThatAreNamed()
    {
        Environment.SetEnvironmentVariable("ONNX_TEST_NAMED", "named");
        Environment.SetEnvironmentVariable("ONNX_TEST_SECRET", "secret");

        Train("env", x => x with { Environment = ["ONNX_TEST_NAMED"] });

        _lines.ShouldContain("ONNX_TEST_NAMED=named");
        _lines.ShouldNotContain(x => x.Contains("ONNX_TEST_SECRET", StringComparison.Ordinal));
        _lines.ShouldContain(x => x.StartsWith("PATH=", StringComparison.Ordinal));
    }

    [Fact]
    public void Train_WhatIsNotThere_IsSaidBeforeAnythingRuns()
    {
        var problems = Train("true", x => x with
        {
            Command = ["no-such-program"],
            Reads = ["features.py", "../../other"],
            Environment = ["ONNX_TEST_UNSET"],
        }).Problems;

        problems.Select(x => x.Message).ShouldBe(
        [
            "training.trainer.command: there is no program 'no-such-program' on the PATH, nor in the model's folder.",
            "training.trainer.reads: there is no 'features.py' in the model's folder.",
            problems[2].Message,
            "training.trainer.environment: the variable 'ONNX_TEST_UNSET' is not set.",
        ]);
        _lines.ShouldBeEmpty();
    }

    [Fact]
    public void Files_AreTheArgumentsThatAreSome_AndWhatIsRead()
    {
        _folder.Write("models/train.sh", "");
        _folder.Write("models/lib/a.py", "");
        _folder.Write("models/lib/__pycache__/a.pyc", "");
        var place = new TrainingPlace(_folder.Path, _folder["models"], _folder["scratch"]);
        var options = new CommandOptions { Command = ["sh", "train.sh"], Reads = ["lib"] };

        new CommandTrainer(TimeProvider.System).FilesOf(options, place).Where(File.Exists)
            .ShouldBe([_folder["models", "train.sh"], _folder["models", "lib", "a.py"]]);
    }

    public void Dispose() => _folder.Dispose();

    private Validated<TrainedModel> Train(
        string script, Func<CommandOptions, CommandOptions>? change = null, CancellationToken? cancellationToken = null)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("The scripts are of a shell.");
        _folder.Write("models/train.sh", script);
        Directory.CreateDirectory(_folder["scratch"]);
        File.WriteAllBytes(_folder["models", "some.onnx"], OnnxBytes.Sigmoid(0, 1, 0));
        var options = new CommandOptions
        {
            Command = ["sh", "train.sh", "some.onnx"],
            Timeout = TimeSpan.FromSeconds(1),
        };
        ITrainer trainer = new CommandTrainer(TimeProvider.System);
        var request = new TrainingRequest
        {
            Set = Some.Set(Rows) with { Positive = "a \"yes\", sir" },
            Options = change is null ? options : change(options),
            Seed = 7,
            Place = new TrainingPlace(_folder.Path, _folder["models"], _folder["scratch"]),
        };
        return trainer.Train(request, new Lines(_lines), cancellationToken ?? Token);
    }

    private static string CommandOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private sealed class Lines(List<string> lines) : IProgress<StepEvent>
    {
        public void Report(StepEvent value)
        {
            if (value is StepEvent.Noted { Message: var noted })
                lines.Add(noted);
            else if (value is StepEvent.Warned { Message: var warned })
                lines.Add(warned);
        }
    }
}
