using Nuke.Common.Utilities;

namespace Nuke.Common.CI;

/// <summary>A part of a build server's configuration that knows how it is written.</summary>
public abstract class ConfigurationEntity
{
    public abstract void Write(CustomFileWriter writer);
}
