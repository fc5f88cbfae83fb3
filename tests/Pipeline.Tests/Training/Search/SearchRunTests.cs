using System.Text.Json;
using Pipeline.Core.Documents;
using Pipeline.Core.Progress;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Testing;

namespace Pipeline.Training.Search;

public sealed class SearchRunTests : IDisposable
{
    private const string Space = "parameters: {level: {min: -9.5, max: 9.5}, turns: {min: 1, max: 90}}";
    private const string Bayes = $"{{method: bayes, metric: worth, run_cap: 30, {Space}}}";

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly DialTrainer _trainer;
    private readonly List<StepEvent> _told = [];

    public SearchRunTests() => _trainer = new DialTrainer(_clock);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("grid, parameters: {level: {values: [1, 2, 3, 4]}, turns: {values: [20, 40, 60]}}")]
    [InlineData($"random, run_cap: 25, {Space}")]
    [InlineData($"bayes, run_cap: 25, {Space}")]
    [InlineData($"bayes, run_cap: 25, early_terminate: {{type: hyperband, min_iter: 3}}, {Space}")]
    public async Task Search_OnAnyNumberOfCores_IsTheSame(string search)
    {
        var one = await SearchAsync($"{{metric: worth, method: {search}}}", workers: 1, folder: "one");
        var four = await SearchAsync($"{{metric: worth, method: {search}}}", workers: 4, folder: "four");

        Facts(four).ShouldBe(Facts(one));
    }

    [Fact]
    public async Task Search_Best_IsWhatTheModelIsTrainedWithOnAllRows()
    {
        var request = SomeSearch.Request(
            _folder.Path, "{method: grid, metric: worth, parameters: {level: {values: [1, 3, 5]}}}", "{turns: 50}");

        var run = await RunAsync(request);

        run.Options.GetProperty("level").GetDouble().ShouldBe(3);
        run.Options.GetProperty("turns").GetInt32().ShouldBe(50);
        run.Rows.ShouldBe(100);
        run.Seed.ShouldBe(5);
        var outcome = run.Search.ShouldNotBeNull();
        (outcome.Trials, outcome.Best, outcome.Metric).ShouldBe((3, 2, "worth"));
        outcome.Value.ShouldBe(1 / (1 + 0.25), 1e-12);
        _trainer.Asked[^1].ShouldBe((new DialOptions { Level = 3, Turns = 50 }, 5));
        _trainer.Asked.Take(3).Select(asked => asked.Seed).ShouldBeUnique();
        var document = await ReadAsync(request);
        document.End.ShouldBe(SearchEnd.Grid);
        document.Trials.Select(trial => trial.Parameters["level"].GetDouble()).ShouldBe([1, 3, 5]);
        document.Validation.ShouldBe("20 % of the train rows");
    }

    [Fact]
    public async Task Search_ThatWasInterrupted_GoesOnWithTheTrialsThatEnded()
    {
        var whole = await SearchAsync(Bayes, folder: "whole");
        using var stop = new CancellationTokenSource();
        _trainer.Asked.Clear();
        _trainer.OnTraining = count =>
        {
            if (count == 12)
                stop.Cancel();
        };
        var request = SomeSearch.Request(_folder["interrupted"], Bayes, workers: 1);
        await Should.ThrowAsync<OperationCanceledException>(() => Training().RunAsync(request, new Told(_told), stop.Token));
        File.Exists(request.Artifacts.Run).ShouldBeFalse();

        (_trainer.OnTraining, var before) = (_ => { }, _trainer.Asked.Count);
        await RunAsync(request);

        var document = await ReadAsync(request);
        Facts(document).ShouldBe(Facts(whole));
        document.TakenOver.ShouldBeInRange(10, 12);
        (_trainer.Asked.Count - before).ShouldBe(30 - document.TakenOver + 1);
    }

    [Fact]
    public async Task Search_WithALargerBudget_GoesOn()
    {
        await RunAsync(SomeSearch.Request(_folder.Path, Bayes));
        var before = _trainer.Asked.Count;

        var request = SomeSearch.Request(_folder.Path, Bayes.Replace("run_cap: 30", "run_cap: 40", StringComparison.Ordinal));
        await RunAsync(request);

        (_trainer.Asked.Count - before).ShouldBe(10 + 1);
        (await ReadAsync(request)).Trials.Count.ShouldBe(40);
    }

    [Theory]
    [InlineData("max: 90", "max: 91")]
    [InlineData("method: bayes", "method: random")]
    [InlineData("run_cap: 30", "run_cap: 30, validation: {holdout: 0.3}")]
    [InlineData("run_cap: 30", "run_cap: 30, concurrency: 2")]
    public async Task Search_ThatIsAnother_BeginsAnew(string part, string changed)
    {
        await RunAsync(SomeSearch.Request(_folder.Path, Bayes));

        var request = SomeSearch.Request(_folder.Path, Bayes.Replace(part, changed, StringComparison.Ordinal));
        await RunAsync(request);

        (await ReadAsync(request)).TakenOver.ShouldBe(0);
        Directory.GetDirectories(request.Artifacts.Trials).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Search_TrialFileThatNobodyCanRead_IsTriedAgain()
    {
        var request = SomeSearch.Request(_folder.Path, Bayes);
        await RunAsync(request);
        var files = Directory.GetFiles(request.Artifacts.Trials, "*.json", SearchOption.AllDirectories).Order().ToList();
        await File.WriteAllTextAsync(files[3], "{\"number\": 4", Token);
        await File.WriteAllTextAsync(files[4], await File.ReadAllTextAsync(files[5], Token), Token);
        await File.WriteAllTextAsync(files[6], "null", Token);

        await RunAsync(request);

        (await ReadAsync(request)).TakenOver.ShouldBe(27);
    }

    [Fact]
    public async Task Search_TrialsThatFail_AreRecordedAndEndNothing()
    {
        var request = SomeSearch.Request(
            _folder.Path, "{method: grid, metric: worth, parameters: {mode: {values: [broken, working, throwing]}}}");

        var run = await RunAsync(request);

        run.Options.GetProperty("mode").GetString().ShouldBe("working");
        var trials = (await ReadAsync(request)).Trials;
        trials.Select(trial => trial.State).ShouldBe([TrialState.Failed, TrialState.Finished, TrialState.Failed]);
        trials[0].Error.ShouldBe("The dial came off.");
        trials[2].Error.ShouldBe("InvalidOperationException: Stuck.");
        _told.OfType<StepEvent.Warned>().ShouldHaveSingleItem().Message
            .ShouldBe("2 of 3 trials failed. Trial 1: The dial came off.");
    }

    [Fact]
    public async Task Search_AllTrialsFail_IsAProblemWithTheFirstErrors()
    {
        var request = SomeSearch.Request(
            _folder.Path,
            "{method: grid, metric: worth, parameters: {mode: {values: [broken, throwing]}, level: {values: [1, 2]}}}");

        var run = await Training().RunAsync(request, new Told(_told), Token);

        const string all = "model.yml:6:49: All 4 trials of the search failed.";
        run.Problems.Select(problem => problem.ToString()).ShouldBe(
        [
            $"{all} Trial 1: mode broken, level 1: The dial came off.",
            $"{all} Trial 3: mode throwing, level 1: InvalidOperationException: Stuck.",
        ]);
        File.Exists(request.Artifacts.Run).ShouldBeFalse();
    }

    [Fact]
    public async Task Search_Target_BeginsNoTrialOnceItIsReached()
    {
        var request = SomeSearch.Request(
            _folder.Path,
            "{method: grid, metric: {name: worth, target: 0.5}, concurrency: 2, "
                + "parameters: {level: {values: [0, 3, 5, 6, 7, 8]}}}",
            "{turns: 40}");

        await RunAsync(request);

        var document = await ReadAsync(request);
        document.End.ShouldBe(SearchEnd.Target);
        document.Trials.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Search_Minutes_BeginsNoTrialLater()
    {
        var request = SomeSearch.Request(_folder.Path, $"{{method: random, metric: worth, minutes: 2, {Space}}}", workers: 1);

        await RunAsync(request);

        var document = await ReadAsync(request);
        document.End.ShouldBe(SearchEnd.Minutes);
        document.Trials.Count.ShouldBe(12);
    }

    [Fact]
    public async Task Search_EarlyTerminate_EndsTrialsThatAreWorseThanMost()
    {
        var request = SomeSearch.Request(
            _folder.Path,
            "{method: grid, metric: worth, concurrency: 1, early_terminate: {type: hyperband, min_iter: 4}, "
                + "parameters: {level: {values: [3, -5, 2.9, 9]}}}",
            "{turns: 40}");

        await RunAsync(request);

        var trials = (await ReadAsync(request)).Trials;
        trials.Select(trial => trial.State)
            .ShouldBe([TrialState.Finished, TrialState.Stopped, TrialState.Stopped, TrialState.Stopped]);
        trials[0].Curve.Select(point => point.Iteration).ShouldBe([4, 12, 36, 40]);
        trials[1].Curve.ShouldHaveSingleItem().Iteration.ShouldBe(4);
        trials[1].Value.ShouldBe(trials[1].Curve[0].Value);
    }

    [Fact]
    public async Task Search_Folds_AreTheMeanOfEach()
    {
        var request = SomeSearch.Request(
            _folder.Path,
            "{method: grid, metric: worth, validation: {folds: 4}, parameters: {level: {value: 3}}}",
            "{turns: 40}");

        await RunAsync(request);

        var trial = (await ReadAsync(request)).Trials.ShouldHaveSingleItem();
        trial.Folds.ShouldBe([1, 1, 1, 1]);
        _trainer.Asked.Count.ShouldBe(4 + 1);
    }

    [Fact]
    public async Task Search_Progress_TellsTheBestSoFar()
    {
        await RunAsync(SomeSearch.Request(_folder.Path, Bayes));

        var told = _told.OfType<StepEvent.Advanced>().ToList();
        told.Count.ShouldBe(30);
        told.Select(advanced => advanced.Done).ShouldBe(Enumerable.Range(1, 30).Select(done => (long)done));
        told[^1].Total.ShouldBe(30);
        told[^1].Note.ShouldNotBeNull().ShouldStartWith("best worth 0.");
    }

    [Fact]
    public async Task Training_WithoutSearch_LeavesNoDocumentOfAnEarlierOne()
    {
        var request = SomeSearch.Request(_folder.Path, Bayes);
        await RunAsync(request);

        var manifest = Pipeline.Training.Some.Manifest("{trainer: dial}", "binary-classification", "").Value;
        await RunAsync(request with { Manifest = manifest });

        File.Exists(request.Artifacts.Search).ShouldBeFalse();
    }

    [Fact]
    public async Task Document_ReadBack_IsWhatWasWritten()
    {
        var request = SomeSearch.Request(_folder.Path, Bayes);
        await RunAsync(request);

        var document = await ReadAsync(request);

        DocumentFile.Bytes(document).ShouldBe(await File.ReadAllBytesAsync(request.Artifacts.Search, Token));
        document.ToTable(3).Rows.Count.ShouldBe(3);
        document.Ranked()[0].Number.ShouldBe(document.Best);
    }

    private static string Facts(SearchDocument document)
    {
        var trials = document.Trials.Select(trial => trial with { Duration = TimeSpan.Zero });
        return $"{JsonSerializer.Serialize(trials, DocumentJson.Options)} {document.Best} {document.End}";
    }

    private async Task<SearchDocument> SearchAsync(string search, string folder, int workers = 2)
    {
        var request = SomeSearch.Request(_folder[folder], search, workers: workers);
        await RunAsync(request);
        return await ReadAsync(request);
    }

    private static async Task<SearchDocument> ReadAsync(RunRequest request) =>
        (await DocumentFile.ReadAsync<SearchDocument>(request.Artifacts.Search, Token)).OrThrow();

    private async Task<RunDocument> RunAsync(RunRequest request) =>
        (await Training().RunAsync(request, new Told(_told), Token)).OrThrow();

    private TrainingRun Training() => new(new TrainerCatalog(_trainer), _clock);

    private sealed class Told(List<StepEvent> events) : IProgress<StepEvent>
    {
        public void Report(StepEvent value)
        {
            lock (events)
                events.Add(value);
        }
    }
}
