using Pipeline.Core.Identity;
using Pipeline.Testing;

namespace Pipeline.Training.Jobs;

/// <summary>What others may do to the folder on a shared disk, and what of it is believed.</summary>
public sealed class JobFolderTests : IDisposable
{
    private static readonly byte[] Secret = [.. Enumerable.Repeat((byte)7, JobFolder.TokenSize)];

    private static readonly JobDocument Job = new()
    {
        Kind = JobKind.Trial,
        Manifest = "pipeline: 1\n",
        Sections = ["data"],
        ManifestPath = "model.yml",
        Root = ".",
        Data = new JobData("data.csv.dvc", "outs: []\n", "disk"),
        Trial = new TrialJob(3, [0.1, 1.0 / 3], []),
    };

    private readonly TemporaryFolder _folder = new();
    private readonly JobFolder _jobs;

    public JobFolderTests() => _jobs = new JobFolder(_folder.Path, Secret);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Job_PutAndRead_IsTheSameUnderTheSameName()
    {
        var name = await _jobs.PutAsync(Job, Token);

        var read = (await _jobs.ReadJobAsync(name, Token)).OrThrow();

        name.ShouldBe(JobFolder.Name(Job));
        JobFolder.Name(read).ShouldBe(name, "every number comes back as it was");
        (await _jobs.PutAsync(Job with { Trial = Job.Trial! with { Number = 4 } }, Token)).ShouldNotBe(name);
    }

    [Fact]
    public async Task Job_OfAnotherToken_IsNotBelieved()
    {
        var name = await new JobFolder(_folder.Path, new byte[JobFolder.TokenSize]).PutAsync(Job, Token);

        var read = await _jobs.ReadJobAsync(name, Token);

        read.Problems.ShouldHaveSingleItem().Message.ShouldContain("is not believed");
    }

    [Fact]
    public async Task Job_UnderTheNameOfAnother_IsNotTaken()
    {
        var name = await _jobs.PutAsync(Job, Token);
        var other = Digest.OfText("other");
        File.Move(_folder[$"{name.Hex}.job"], _folder[$"{other.Hex}.job"]);

        var read = await _jobs.ReadJobAsync(other, Token);

        read.Problems.ShouldHaveSingleItem().Message.ShouldBe("The job is not the one that its name says.");
    }

    [Fact]
    public async Task Result_WithAnyByteChanged_IsNotBelieved()
    {
        var name = Digest.OfText("job");
        await _jobs.PutAsync(new JobResultDocument { Job = name }, Token);
        var path = _folder[$"{name.Hex}.result"];
        var bytes = await File.ReadAllBytesAsync(path, Token);

        for (var at = 0; at < bytes.Length; at += 3)
        {
            var changed = bytes.ToArray();
            changed[at] ^= 1;
            await File.WriteAllBytesAsync(path, changed, Token);
            (await _jobs.FindResultAsync(name, Token))!.IsValid.ShouldBeFalse($"byte {at}");
        }
    }

    [Fact]
    public async Task Result_OfAnotherJob_IsNotTaken()
    {
        var (mine, other) = (Digest.OfText("mine"), Digest.OfText("other"));
        await _jobs.PutAsync(new JobResultDocument { Job = other }, Token);
        File.Copy(_folder[$"{other.Hex}.result"], _folder[$"{mine.Hex}.result"]);

        var taken = await _jobs.FindResultAsync(mine, Token);

        taken!.Problems.ShouldHaveSingleItem().Message.ShouldBe("The result is of another job.");
        (await _jobs.FindResultAsync(Digest.OfText("none"), Token)).ShouldBeNull();
    }

    [Fact]
    public async Task File_OtherThanItsDigest_IsRefused()
    {
        var file = await _jobs.AddAsync(new byte[] { 1, 2, 3 }, Token);
        (await _jobs.ReadAsync(file, Token)).OrThrow().ShouldBe([1, 2, 3]);
        await File.WriteAllBytesAsync(_folder[file.Digest.Hex], [1, 2, 4], Token);

        var read = await _jobs.ReadAsync(file, Token);

        read.Problems.ShouldHaveSingleItem().Message.ShouldBe("The bytes of the file are not those that it is named by.");
    }
}
