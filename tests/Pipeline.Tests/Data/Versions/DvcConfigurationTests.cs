using Pipeline.Core.Problems;
using Pipeline.Testing;

namespace Pipeline.Data.Versions;

public sealed class DvcConfigurationTests : IDisposable
{
    private const string Usual = """
        # ours
        [core]
            analytics = false
            remote = storage
        ['remote "storage"']
            url = ../../mnt/data   # a disk
        ['remote "cloud"']
            url = s3://bucket/path
        """;

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(null, "../../mnt/data")]
    [InlineData("storage", "../../mnt/data")]
    public async Task Remote_AsDvcWritesIt_IsRead(string? name, string url)
    {
        (await ReadAsync(Usual)).Value.RemoteUrl(name).Value.ShouldBe(url);
    }

    [Fact]
    public async Task LocalFile_OverTheSharedOne_Wins()
    {
        _folder.Write("config.local", "['remote \"storage\"']\nurl = \"/elsewhere # really\"\n[cache]\ndir = /big/cache\n");

        var read = (await ReadAsync(Usual)).Value;

        read.RemoteUrl(null).Value.ShouldBe("/elsewhere # really");
        read.CacheFolder.ShouldBe("/big/cache");
    }

    [Fact]
    public async Task Remote_InACloud_IsRefusedInASentence()
    {
        (await ReadAsync(Usual)).Value.RemoteUrl("cloud").Problems.ShouldHaveSingleItem().ToString().ShouldBe(
            ".dvc/config: The remote 'cloud' is at 's3://...', which is not reached from here; "
            + "a folder on this machine or on a mounted disk is accepted.");
    }

    [Fact]
    public async Task Remote_Unknown_IsToldWithTheNearest()
    {
        (await ReadAsync(Usual)).Value.RemoteUrl("storge").Problems.ShouldHaveSingleItem().ToString().ShouldBe(
            ".dvc/config: There is no remote 'storge' with a url. Did you mean 'storage'?");
    }

    [Fact]
    public async Task Line_ThatIsNothing_IsToldWithItsNumber()
    {
        (await ReadAsync("[core]\nremote storage\n")).Problems.ShouldHaveSingleItem().ToString().ShouldBe(
            ".dvc/config:2: 'remote storage' is neither '[section]' nor 'key = value'.");
    }

    [Theory]
    [InlineData("~")]
    [InlineData("~/dvc storage")]
    public async Task Paths_ThatBeginAtHome_AreExpandedAsDvcDoes(string path)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

        var read = (await ReadAsync($"[core]\nremote = r\n['remote \"r\"']\nurl = {path}\n[cache]\ndir = {path}\n")).Value;

        read.CacheFolder.ShouldBe(home + path[1..]);
        read.RemoteUrl(null).Value.ShouldBe(home + path[1..]);
    }

    [Fact]
    public async Task Path_InTheHomeOfAnotherUser_IsRefused()
    {
        (await ReadAsync("[cache]\ndir = ~ada/cache\n")).Problems.ShouldHaveSingleItem().ToString().ShouldBe(
            ".dvc/config: '~ada/cache' begins in the home of another user. "
            + "An absolute path, one from the folder '.dvc', and one that begins with '~/' are accepted.");
    }

    [Fact]
    public async Task File_WithConflictMarks_SaysSo()
    {
        var read = await ReadAsync("[core]\n<<<<<<< HEAD\nremote = a\n=======\nremote = b\n>>>>>>> theirs\n");

        read.Problems.ShouldHaveSingleItem().ToString().ShouldStartWith(".dvc/config:2: The file has conflict marks of Git.");
    }

    [Fact]
    public async Task File_ThatIsNotThere_SaysNothing()
    {
        var read = await DvcConfiguration.ReadAsync(_folder.Path, TestContext.Current.CancellationToken);

        read.Value.CacheFolder.ShouldBeNull();
        read.Value.IsWithoutGit.ShouldBeFalse();
        read.Value.RemoteUrl(null).Problems.ShouldHaveSingleItem().Hint.ShouldNotBeNull();
    }

    public void Dispose() => _folder.Dispose();

    private Task<Validated<DvcConfiguration>> ReadAsync(string text)
    {
        _folder.Write("config", text);
        return DvcConfiguration.ReadAsync(_folder.Path, TestContext.Current.CancellationToken);
    }
}
