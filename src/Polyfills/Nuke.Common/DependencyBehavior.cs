namespace Nuke.Common;

/// <summary>What becomes of a target's dependencies when the target itself is skipped.</summary>
public enum DependencyBehavior
{
    Skip = 0,
    Execute = 1,
}
