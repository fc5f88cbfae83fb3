using System.Net;
using System.Net.Sockets;

namespace Pipeline.Gateway.Supervision;

/// <summary>Ports of this machine.</summary>
internal static class LoopbackPort
{
    /// <summary>One that is free now; whoever binds it a moment later may still be too late.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
