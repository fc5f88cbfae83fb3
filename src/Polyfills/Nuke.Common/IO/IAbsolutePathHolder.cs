namespace Nuke.Common.IO;

/// <summary>Something that lives at a path, such as a project.</summary>
public interface IAbsolutePathHolder
{
    AbsolutePath Path { get; }
}
