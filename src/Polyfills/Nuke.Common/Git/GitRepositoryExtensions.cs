using Nuke.Common.Utilities;

namespace Nuke.Common.Git;

/// <summary>Kinds of branches, by the names that teams agree on.</summary>
public static class GitRepositoryExtensions
{
    public static bool IsOnMainBranch(this GitRepository repository) => repository.Branch.EqualsOrdinalIgnoreCase("main");

    public static bool IsOnMasterBranch(this GitRepository repository) => repository.Branch.EqualsOrdinalIgnoreCase("master");

    public static bool IsOnMainOrMasterBranch(this GitRepository repository) =>
        repository.IsOnMainBranch() || repository.IsOnMasterBranch();

    public static bool IsOnDevelopBranch(this GitRepository repository) =>
        repository.Branch.EqualsAnyOrdinalIgnoreCase("dev", "develop", "development");

    public static bool IsOnFeatureBranch(this GitRepository repository) => StartsWith(repository, "feature/", "features/");

    public static bool IsOnReleaseBranch(this GitRepository repository) => StartsWith(repository, "release/", "releases/");

    public static bool IsOnHotfixBranch(this GitRepository repository) => StartsWith(repository, "hotfix/", "hotfixes/");

    private static bool StartsWith(GitRepository repository, params string[] prefixes) =>
        repository.Branch?.StartsWithAnyOrdinalIgnoreCase(prefixes) == true;
}
