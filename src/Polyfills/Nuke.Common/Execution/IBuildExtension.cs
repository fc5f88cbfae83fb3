namespace Nuke.Common.Execution;

/// <summary>Something that takes part in every build of the class that carries it; higher priority comes first.</summary>
public interface IBuildExtension
{
    float Priority { get; }
}
