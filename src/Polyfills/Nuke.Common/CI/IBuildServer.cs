namespace Nuke.Common.CI;

/// <summary>A host that builds a commit of a branch on somebody's behalf.</summary>
public interface IBuildServer
{
    string Branch { get; }

    string Commit { get; }
}
