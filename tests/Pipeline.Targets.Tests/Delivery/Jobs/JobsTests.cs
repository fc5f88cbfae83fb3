using Pipeline.Core.Problems;
using Pipeline.Delivery;
using Pipeline.Delivery.Jobs;
using Pipeline.Manifest;
using Pipeline.Testing;
using Pipeline.Training.Jobs;

namespace Pipeline.Targets.Delivery.Jobs;

/// <summary>Trainings, searches and profiles that workers do, held against the same done by the build itself.</summary>
public sealed class JobsTests : IAsyncDisposable
{
    private readonly LocalJobs _engine = new();
    private readonly JobsLab _lab;

    public JobsTests()
    {
        _lab = new JobsLab(builder => builder.AddJobEngine(_engine));
        _lab.Changed("trees: 60", "trees: 10");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _engine.EndAsync();
        _lab.Dispose();
    }

    [Fact]
    public async Task Search_ByWorkers_TriesTheSameAndMakesTheSameBytes()
    {
        await _lab.Searching().PushedAsync();
        await _lab.TrainAsync("local");
        var local = _lab.Results();
        _lab.Root.DeleteFolder(JobsLab.Trials);

        await _lab.TrainAsync("here");

        _lab.Results().ShouldBe(local);
        new[] { "run.json", "search.json", "learned.rows", "model/signature.json" }.ShouldBeSubsetOf(local.Keys);
        _engine.Done.Count.ShouldBe(5, "four trials and the training");
        _engine.Left.ShouldBeEmpty();
        _engine.Secrets.ShouldBeEmpty();
        _lab.Remote.Files.ShouldAllBe(file => file.StartsWith("files/md5/"));
    }

    [Fact]
    public async Task Search_ThatLearnsFromEarlierTrialsAndEndsSome_TriesTheSame()
    {
        _lab.Searching("run_cap: 6\n    early_terminate: {type: hyperband, min_iter: 2, eta: 2}");
        await _lab.PushedAsync();
        await _lab.TrainAsync("local");
        var local = _lab.Results();
        _lab.Root.DeleteFolder(JobsLab.Trials);

        await _lab.TrainAsync("here");

        _lab.Results().ShouldBe(local);
    }

    [Fact]
    public async Task Profile_ByAWorker_IsTheSameDocument()
    {
        await _lab.PushedAsync();
        await _lab.ProfileAsync("local");
        var local = _lab.Profile();

        await _lab.ProfileAsync("here");

        _lab.Profile().ShouldBe(local);
        _engine.Done.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Train_TheBuildDied_TakesWhatEndedAndDoesTheRest()
    {
        await _lab.Searching().PushedAsync();
        await _lab.TrainAsync("local");
        var local = _lab.Results();
        _lab.Root.DeleteFolder(JobsLab.Trials);
        var begun = 0;
        _engine.Begun = _ =>
        {
            if (Interlocked.Increment(ref begun) == 4)
                throw new IOException("The build is gone.");
        };
        await Should.ThrowAsync<IOException>(() => _lab.TrainAsync("here"));
        _lab.Root.DeleteFolder(JobsLab.Trials);
        var ended = _engine.Done.Count;

        _engine.Begun = _ => { };
        await _lab.TrainAsync("here");

        ended.ShouldBeGreaterThanOrEqualTo(2);
        _engine.Done.Distinct().Count().ShouldBe(5);
        _engine.Done.Count.ShouldBe(5, "nothing is done twice, though the clone had forgotten its trials");
        _lab.Results().ShouldBe(local);
    }

    [Fact]
    public async Task Trial_Killed_IsBegunAgain()
    {
        await _lab.Searching().PushedAsync();
        _engine.Kills = (name, attempt) => name.Contains("-trial-2-", StringComparison.Ordinal) && attempt == 1;

        await _lab.TrainAsync("here");

        _engine.Done.Count.ShouldBe(5);
        _lab.Root.Read("artifacts/loan-default/search.json").ShouldNotContain("\"failed\"");
    }

    [Fact]
    public async Task Trial_KilledEachTime_HasFailedAndIsTriedAgainByTheNextSearch()
    {
        await _lab.Searching().PushedAsync();
        _engine.Kills = (name, _) => name.Contains("-trial-2-", StringComparison.Ordinal);
        await _lab.TrainAsync("here");
        var failed = _lab.Root.Read("artifacts/loan-default/search.json");
        _engine.Kills = (_, _) => false;

        await _lab.TrainAsync("here");

        failed.ShouldContain("The trial 2 failed 3 times on the engine of the test: it was killed.");
        _lab.Told.ShouldContain("Warning: The trial 2 failed 3 times on the engine of the test: it was killed.");
        _lab.Root.Read("artifacts/loan-default/search.json").ShouldNotContain("\"failed\"");
    }

    [Fact]
    public async Task Train_KilledEachTime_SaysHowOftenAndWhere()
    {
        await _lab.PushedAsync();
        _engine.Kills = (_, _) => true;

        var exception = await Should.ThrowAsync<JobFailedException>(() => _lab.TrainAsync("here"));

        exception.Message.ShouldBe("The training failed 3 times on the engine of the test: it was killed.");
        FailureKinds.Of(exception).ShouldBe(FailureKind.NotPossible);
        _engine.Left.ShouldBeEmpty();
    }

    [Fact]
    public async Task Train_Cancelled_RemovesItsJobs()
    {
        await _lab.PushedAsync();
        using var cancelled = new CancellationTokenSource();
        _engine.Begun = _ => cancelled.Cancel();

        await Should.ThrowAsync<OperationCanceledException>(() => _lab.TrainAsync("here", cancelled.Token));

        _engine.Specs.Count.ShouldBe(1);
        _engine.Left.ShouldBeEmpty();
    }

    [Fact]
    public async Task Data_OtherInTheRemote_IsRefusedByTheWorkerWithItsName()
    {
        await _lab.PushedAsync();
        await File.AppendAllTextAsync(_lab.DataObject(), "1,2\n", Token);

        var exception = await Should.ThrowAsync<InvalidInputException>(() => _lab.TrainAsync("here"));

        exception.Message.ShouldContain("1 are damaged in '");
        exception.Message.ShouldContain("(loans.csv)");
        FailureKinds.Of(exception).ShouldBe(FailureKind.WrongInput);
    }

    [Fact]
    public async Task Data_NotPushed_IsRefusedBeforeAJobIsBegun()
    {
        await _lab.PushedAsync();
        File.Delete(_lab.DataObject());

        var exception = await Should.ThrowAsync<InvalidInputException>(() => _lab.TrainAsync("here"));

        exception.Message.ShouldContain("does not have");
        exception.Message.ShouldContain("Run PushData");
        _engine.Specs.ShouldBeEmpty();
    }

    [Fact]
    public async Task Data_ChangedSinceItsVersion_IsRefusedBeforeAJobIsBegun()
    {
        await _lab.PushedAsync();
        _lab.Root.WriteData(text => text.Replace(",car,", ",home,", StringComparison.Ordinal));
        await _lab.DoAsync("local", x => x.ValidateDataAsync(quarantines: false, Token));

        var exception = await Should.ThrowAsync<InvalidInputException>(() => _lab.TrainAsync("here"));

        exception.Message.ShouldContain("is not the version that 'models/loan-default/data/loans.csv.dvc' points to");
        _engine.Specs.ShouldBeEmpty();
    }

    [Fact]
    public async Task Result_WrittenByAnother_IsNotBelievedAndTheJobIsDoneAgain()
    {
        await _lab.PushedAsync();
        var forged = 0;
        _engine.Begun = _ =>
        {
            var job = Directory.GetFiles(_lab.Remote["jobs"], "*.job", SearchOption.AllDirectories).Single();
            if (Interlocked.Increment(ref forged) == 1)
                File.WriteAllText(Path.ChangeExtension(job, ".result"), $"{new string('0', 64)}\n{{}}");
        };

        await _lab.TrainAsync("here");

        _lab.Told.ShouldContain(told => told.StartsWith("Warning:") && told.EndsWith("is not believed. The job is done again."));
        _lab.Results().ShouldContainKey("run.json");
    }

    [Fact]
    public void Environments_OfTheGuide_Bind()
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "guides", "jobs.md"));
        var yaml = guide.Split("```yaml\n")[1].Split("```")[0];

        var manifest = ManifestReader.Read(yaml, EnvironmentsFile.FileName, EnvironmentsFile.Schema).OrThrow();

        manifest.Get<JobsSpec>().ShouldSatisfyAllConditions(
            x => x.Engine.ShouldBe("swarm"), x => x.AtOnce.ShouldBe(8), x => x.Limits.Cpus.ShouldBe(2));
    }

    [Fact]
    public async Task Engine_Unknown_IsRefusedWithThoseThatAreKnown()
    {
        var exception = await Should.ThrowAsync<InvalidInputException>(() => _lab.TrainAsync("swam"));

        exception.Message.ShouldBe("--on: Jobs run local or here or swarm, and not 'swam'. Did you mean 'swarm'?");
    }

    [Fact]
    public async Task Jobs_OfOneBuild_HaveNoSecretInTheirArguments()
    {
        await _lab.PushedAsync();

        await _lab.TrainAsync("here");

        var token = _lab.Root.Read(".nuke/temp/jobs/loan-default.training.token");
        token.Length.ShouldBe(64);
        var spec = _engine.Specs.Single();
        string.Join(' ', [spec.Name, spec.Secret, .. spec.Arguments, .. spec.Labels.Values, .. spec.Mounts.Select(x => x.Source)])
            .ShouldNotContain(token);
    }
}
