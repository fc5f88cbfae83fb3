namespace Nuke.Common;

/// <summary>The operating systems that a build tells apart.</summary>
public enum PlatformFamily
{
    Unknown = 0,
    Windows = 1,
    Linux = 2,
    OSX = 3,
}
