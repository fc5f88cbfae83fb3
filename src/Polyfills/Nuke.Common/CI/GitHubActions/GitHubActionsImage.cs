using Nuke.Common.Tooling;

namespace Nuke.Common.CI.GitHubActions;

/// <summary>The runner of a job.</summary>
public enum GitHubActionsImage
{
    [EnumValue("windows-2022")]
    WindowsServer2022 = 0,

    [EnumValue("windows-2019")]
    WindowsServer2019 = 1,

    [EnumValue("ubuntu-24.04")]
    Ubuntu2404 = 2,

    [EnumValue("ubuntu-22.04")]
    Ubuntu2204 = 3,

    [EnumValue("ubuntu-20.04")]
    Ubuntu2004 = 4,

    [EnumValue("ubuntu-18.04")]
    Ubuntu1804 = 5,

    [EnumValue("macos-14")]
    MacOs14 = 6,

    [EnumValue("macos-12")]
    MacOs12 = 7,

    [EnumValue("macos-11")]
    MacOs11 = 8,

    [EnumValue("macos-10.15")]
    MacOs1015 = 9,

    [EnumValue("windows-latest")]
    WindowsLatest = 10,

    [EnumValue("ubuntu-latest")]
    UbuntuLatest = 11,

    [EnumValue("macos-latest")]
    MacOsLatest = 12,

    [EnumValue("self-hosted")]
    SelfHosted = 13,
}
