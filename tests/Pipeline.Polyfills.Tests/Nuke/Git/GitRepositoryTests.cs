using Nuke.Common.Git;
using Nuke.Common.IO;
using Nuke.Common.Tooling;
using Nuke.Common.Tools.Git;

namespace Pipeline.Polyfills.Tests.Nuke.Git;

public sealed class GitRepositoryTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly AbsolutePath _root;

    public GitRepositoryTests()
    {
        _root = _scratch.Folder("my repository");
        Run("init -q -b main");
        Run("config user.name x");
        Run("config user.email x@example.com");
        Run("config commit.gpgsign false");
        Run("config tag.gpgsign false");
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Repository_BeforeTheFirstCommit_HasABranchAlone()
    {
        var repository = GitRepository.FromLocalDirectory(_root);

        (repository.Branch, repository.Head, repository.Commit).ShouldBe(("main", "refs/heads/main", null));
        repository.Tags.ShouldBeEmpty();
        (repository.Identifier, repository.HttpsUrl, repository.RemoteName).ShouldBe((null, null, null));
    }

    [Fact]
    public void Repository_IsFoundFromAFolderInIt()
    {
        var commit = Commit();

        var repository = GitRepository.FromLocalDirectory(_scratch.Folder("my repository/a/b"));

        repository.LocalDirectory.ShouldBe(_root);
        repository.Commit.ShouldBe(commit);
    }

    [Fact]
    public void Repository_ThatIsNone_IsNamed()
    {
        Should.Throw<Exception>(() => GitRepository.FromLocalDirectory(_scratch.Folder("plain"))).Message.ShouldContain("plain");
    }

    [Fact]
    public void Branch_WithSlashesAndLetters_IsRead()
    {
        Commit();
        Run("checkout -q -b feature/ünï-1.x");

        var repository = GitRepository.FromLocalDirectory(_root);

        repository.Branch.ShouldBe("feature/ünï-1.x");
        repository.IsOnFeatureBranch().ShouldBeTrue();
    }

    [Fact]
    public void DetachedHead_HasNoBranch()
    {
        var commit = Commit();
        Run("checkout -q --detach");

        var repository = GitRepository.FromLocalDirectory(_root);

        (repository.Branch, repository.Head, repository.Commit).ShouldBe((null, commit, commit));
        repository.IsOnMainOrMasterBranch().ShouldBeFalse();
        GitTasks.GitIsDetached(_root).ShouldBeTrue();
    }

    [Fact]
    public void Tags_AreThoseOfTheCommit_LooseAndAnnotated()
    {
        Commit();
        Run("tag old");
        Commit();
        Run("tag light");
        Run("tag -a v1.0 -m annotated");
        Run("tag -a nested/v2 -m of-a-tag v1.0");

        GitRepository.FromLocalDirectory(_root).Tags.ShouldBe(["light", "nested/v2", "v1.0"]);
    }

    [Fact]
    public void References_ThatArePacked_AreRead()
    {
        var commit = Commit();
        Run("tag light");
        Run("tag -a v1.0 -m annotated");
        Run("gc -q");
        Run("pack-refs --all --prune");

        var repository = GitRepository.FromLocalDirectory(_root);

        repository.Commit.ShouldBe(commit);
        repository.Tags.ShouldBe(["light", "v1.0"]);
    }

    [Fact]
    public void Tags_WhoseObjectsArePackedButNotTheirNames_AreAskedFromGit()
    {
        Commit();
        Run("tag -a v1.0 -m annotated");
        Run("repack -q -a -d");
        Run("prune-packed");

        GitRepository.FromLocalDirectory(_root).Tags.ShouldBe(["v1.0"]);
    }

    [Fact]
    public void WorkTree_HasABranchOfItsOwnAndTheSharedRemote()
    {
        var commit = Commit();
        Run("remote add origin https://github.com/owner/name.git");
        Run($"worktree add -q -b other {_scratch.Root / "linked tree"}");

        var repository = GitRepository.FromLocalDirectory(_scratch.Root / "linked tree");

        (repository.Branch, repository.Commit, repository.Identifier).ShouldBe(("other", commit, "owner/name"));
        repository.LocalDirectory.ShouldBe(_scratch.Root / "linked tree");
    }

    [Fact]
    public void Remote_IsTheOneThatTheBranchFollows()
    {
        Commit();
        Run("remote add origin git@github.com:fork/name.git");
        Run("remote add upstream https://user:t0ken@example.com:8443/group/sub/name.git");
        Run("config branch.main.remote upstream");
        Run("config branch.main.merge refs/heads/trunk");

        var repository = GitRepository.FromLocalDirectory(_root);

        (repository.RemoteName, repository.RemoteBranch).ShouldBe(("upstream", "trunk"));
        repository.HttpsUrl.ShouldBe("https://example.com:8443/group/sub/name.git");
        repository.ToString().ShouldNotContain("t0ken");
    }

    [Theory]
    [InlineData("https://github.com/owner/name.git", GitProtocol.Https, "github.com", "owner/name")]
    [InlineData("https://github.com/owner/name/", GitProtocol.Https, "github.com", "owner/name")]
    [InlineData("https://t0ken@github.com/owner/na.me", GitProtocol.Https, "github.com", "owner/na.me")]
    [InlineData("git@github.com:owner/name.git", GitProtocol.Ssh, "github.com", "owner/name")]
    [InlineData("github.com:owner/name", GitProtocol.Ssh, "github.com", "owner/name")]
    [InlineData("ssh://git@example.com:2222/owner/name.git", GitProtocol.Ssh, "example.com", "owner/name")]
    [InlineData("/some/path.git", null, null, null)]
    [InlineData(@"C:\some\path", null, null, null)]
    [InlineData("file:///some/path", null, null, null)]
    public void Url_IsRead(string url, GitProtocol? protocol, string? endpoint, string? identifier)
    {
        var repository = GitRepository.FromUrl(url, "main");

        (repository.Protocol, repository.Endpoint, repository.Identifier).ShouldBe((protocol, endpoint, identifier));
        repository.SshUrl.ShouldBe(identifier == null ? null : $"git@{endpoint}:{identifier}.git");
        repository.Branch.ShouldBe("main");
    }

    [Fact]
    public void Tasks_TellBranchCommitAndChanges()
    {
        var commit = Commit();

        (GitTasks.GitCurrentBranch(_root), GitTasks.GitCurrentCommit(_root)).ShouldBe(("main", commit));
        GitTasks.GitIsDetached(_root).ShouldBeFalse();
        GitTasks.GitHasCleanWorkingCopy(_root).ShouldBeTrue();
        _scratch.File("my repository/new file");
        GitTasks.GitHasCleanWorkingCopy(_root).ShouldBeFalse();
    }

    private string Commit()
    {
        Run("commit -q --allow-empty -m message");
        return GitTasks.Git($"rev-parse HEAD", _root, logInvocation: false, logOutput: false).StdToText();
    }

    private void Run(ArgumentStringHandler arguments) => GitTasks.Git(arguments, _root, logInvocation: false, logOutput: false);
}
