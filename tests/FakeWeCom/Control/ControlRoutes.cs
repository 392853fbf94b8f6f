using FakeWeCom.World;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FakeWeCom.Control;

/// <summary>The hidden hand under /_fake: what the phones' page, the demo and tests in other languages move. The vendor has none of it.</summary>
internal static class ControlRoutes
{
    public static void Map(IEndpointRouteBuilder routes, FakeWeComHost host)
    {
        var fake = routes.MapGroup("/_fake");
        fake.AddEndpointFilter(async (context, next) =>
        {
            try
            {
                return await next(context) ?? Results.NoContent();
            }
            catch (Exception fault) when (fault is InvalidOperationException or KeyNotFoundException or VendorRefusal)
            {
                return Results.BadRequest(new { error = fault.Message });
            }
        });
        ViewRoutes.Map(fake, host);
        ResidentRoutes.Map(fake, host);
        MemberRoutes.Map(fake, host);
        VendorRoutes.Map(fake, host);
    }
}
